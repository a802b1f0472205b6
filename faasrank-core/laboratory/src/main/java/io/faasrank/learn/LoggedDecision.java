package io.faasrank.learn;

/**
 * A decision of the log beside what another policy would have done in the same state.
 *
 * @param propensity probability with which it was made; 1 where nothing was drawn
 * @param target probability with which the other policy would have made the same
 * @param cost what came of it, in seconds; a failure at its time limit
 * @param action decided for
 * @param kind of the place that was chosen, of {@link CostModel#kind}
 * @param otherKind of the place that the other policy would have chosen
 */
public record LoggedDecision(
    double propensity, double target, double cost, String action, int kind, int otherKind) {}
