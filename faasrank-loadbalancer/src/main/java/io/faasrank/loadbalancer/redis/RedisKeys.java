package io.faasrank.loadbalancer.redis;

import io.faasrank.cluster.InvokerReport;

/** The names in Redis, version 1; the names of reports are {@link InvokerReport}'s. */
public final class RedisKeys {

  /** Channel on which invokers push their reports. */
  public static final String REPORTS = InvokerReport.CHANNEL;

  /** Text: the mode that operators want at the moment. Absent: the configured one. */
  public static final String MODE = "faasrank:1:mode";

  /** Hash: the published model. Absent: the configured one. */
  public static final String MODEL = "faasrank:1:model";

  /** Field of {@link #MODEL}: any text of up to 200 bytes; another text is another model. */
  public static final String MODEL_VERSION = "version";

  /** Field of {@link #MODEL}: the safetensors file. */
  public static final String MODEL_BYTES = "bytes";

  /** Stream: the log of events of all controllers. */
  public static final String EVENTS = "faasrank:1:events";

  /** The one field of an entry of {@link #EVENTS}: a batch of events. */
  public static final String EVENT_BATCH = "batch";

  private RedisKeys() {}

  /** Key that holds an invoker's last report. */
  public static String report(int invoker) {
    return InvokerReport.key(invoker);
  }
}
