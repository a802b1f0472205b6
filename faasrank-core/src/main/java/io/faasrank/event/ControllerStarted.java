package io.faasrank.event;

/**
 * A controller's process has started, with an empty book. The settings are those that a replay
 * needs.
 *
 * @param version of FaaSRank
 * @param policy name of the policy that places what hashing does not
 * @param candidates which invokers a learned policy scores: {@code auto}, {@code all} or a number
 * @param maxActions size of the table of actions
 * @param staleNanos age from which a report is not used
 * @param settleNanos for how long an invoker must have reported without a gap
 * @param minFreshShare share of the usable invokers that must be fresh for any to be ranked
 * @param maxLostShare share of a decision's values that may be clipped or unknown
 * @param lateBinding whether activations wait in the controller until an invoker suits
 * @param patience of {@code LateBinding}, which counts where they do
 * @param busyIdleShare likewise
 * @param seed from which, with an activation's id, the random numbers of its decision come
 */
public record ControllerStarted(
    long nanos,
    String version,
    String policy,
    String candidates,
    int maxActions,
    long staleNanos,
    long settleNanos,
    double minFreshShare,
    double maxLostShare,
    boolean lateBinding,
    float patience,
    float busyIdleShare,
    long seed)
    implements LogEvent {}
