package io.faasrank.event;

/**
 * What a policy said of an activation.
 *
 * @param nanos when it looked at the book, by the clock of {@link LogEvent#nanos}
 * @param policy its name, which says how it scores and how it selects
 * @param model digest of the model that scored; empty where the policy is not learned
 * @param invoker number of the invoker that it chose
 * @param candidates how many invokers were scored
 * @param overloaded whether none of them had memory
 * @param propensity probability of this choice, given the candidates and their scores: 1 for a
 *     policy that draws nothing, NaN unknown
 * @param scoreSpread highest less lowest score
 * @param tookNanos time of the decision
 * @param fingerprint of the candidates and their scores; a replay that finds the same one has
 *     rebuilt what the policy saw
 */
public record PolicySaid(
    long nanos,
    String policy,
    String model,
    int invoker,
    int candidates,
    boolean overloaded,
    float propensity,
    float scoreSpread,
    long tookNanos,
    int fingerprint) {}
