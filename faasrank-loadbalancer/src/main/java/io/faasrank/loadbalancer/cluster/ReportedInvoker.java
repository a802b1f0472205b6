package io.faasrank.loadbalancer.cluster;

/**
 * What an invoker's last report said, prepared for deciding. Immutable.
 *
 * @param resources as {@link io.faasrank.cluster.ClusterView#resources}
 * @param othersInflight activations that the invoker works on for other controllers
 * @param othersMb memory reserved for them, in MB
 * @param othersWorkMbMillis their work by {@link io.faasrank.cluster.WorkEstimate}, as of an
 *     unknown action
 * @param queued activations of this controller that wait in the invoker's buffer
 * @param sampledNanos when it was sampled, by this controller's monotonic clock
 * @param appearedNanos since when the invoker has reported without a gap
 */
@SuppressWarnings("ArrayRecordComponent") // read only, and never compared
record ReportedInvoker(
    float[] resources,
    float cores,
    int othersInflight,
    int othersMb,
    long othersWorkMbMillis,
    int queued,
    long sampledNanos,
    long appearedNanos) {}
