package io.faasrank.learn;

/**
 * A decision of the log, with what is needed to say how another policy would have fared.
 *
 * @param propensity probability with which it was made; 1 where nothing was drawn
 * @param target probability with which the other policy would have made the same, given what it saw
 * @param cost what came of it, in seconds; a failure at its time limit
 * @param expected cost that a model of costs expects of this choice
 * @param expectedTarget cost that it expects of the other policy's choices here
 */
public record LoggedChoice(
    double propensity, double target, double cost, double expected, double expectedTarget) {}
