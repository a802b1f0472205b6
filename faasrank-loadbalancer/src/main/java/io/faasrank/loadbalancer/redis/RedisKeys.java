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

  /** Stream: decisions with their rewards. */
  public static final String TRAJECTORIES = "faasrank:1:trajectories";

  /** The one field of an entry of {@link #TRAJECTORIES}. */
  public static final String TRAJECTORY_JSON = "json";

  private RedisKeys() {}

  /** Key that holds an invoker's last report. */
  public static String report(int invoker) {
    return InvokerReport.key(invoker);
  }
}
