package io.faasrank.cluster;

import org.jspecify.annotations.Nullable;

/**
 * Stage 2 of 12: what one invoker says of itself, as it travels through Redis. {@link ReportCodec}
 * writes and reads it.
 *
 * @param invoker number of the invoker, from 0, as in OpenWhisk's topic {@code invoker<n>}
 * @param uniqueName name of the invoker's process or host, not empty; tells two invokers apart that
 *     were given the same number
 * @param startedAtMillis when the reporting process started, in milliseconds since 1970; another
 *     value means another process, whose predecessor took what it worked on with it. Null from a
 *     publisher that does not tell
 * @param sampledAtMillis when the containers were looked at, in milliseconds since 1970; the age of
 *     a report counts from here
 * @param resources the resource metrics of Table I(a); sampled each interval, so up to one interval
 *     older than the containers
 * @param containers the containers of Table I(b); null from a stand-alone agent, which sees none
 */
public record InvokerReport(
    int invoker,
    String uniqueName,
    @Nullable Long startedAtMillis,
    long sampledAtMillis,
    ResourceReport resources,
    @Nullable ContainerReport containers) {

  /** Version of the document. A reader refuses every other. */
  public static final int SCHEMA = 1;

  /** Redis channel on which reports are pushed as JSON, of all invokers. */
  public static final String CHANNEL = "faasrank:1:metrics";

  /** The same report of other containers. */
  InvokerReport withContainers(ContainerReport others) {
    return new InvokerReport(
        invoker, uniqueName, startedAtMillis, sampledAtMillis, resources, others);
  }

  /**
   * Redis key that holds the invoker's last full report, and channel on which its reports are
   * pushed in the compact form.
   */
  public static String key(int invoker) {
    return "faasrank:1:invoker:" + invoker;
  }
}
