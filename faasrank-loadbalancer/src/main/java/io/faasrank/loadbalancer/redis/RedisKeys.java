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

  /** Hash: the model on trial, and the trial. Absent: there is none. */
  public static final String CANDIDATE = "faasrank:1:candidate";

  /** Field of {@link #CANDIDATE}: the trial as JSON. */
  public static final String TRIAL = "trial";

  /** Hash: by digest the models that were refused, each with its ruling as JSON. */
  public static final String REFUSED = "faasrank:1:refused";

  /** Text: the ruling that ended the last trial, as JSON. */
  public static final String CANARY_LAST = "faasrank:1:canary:last";

  /** Field of {@link #MODEL} and {@link #CANDIDATE}: the signature of the file. */
  public static final String MODEL_SIGNATURE = "signature";

  /** Stream: what each controller has in flight, the last of it. */
  public static final String CONTROLLERS = "faasrank:1:controllers";

  /** The one field of an entry of {@link #CONTROLLERS}. */
  public static final String CONTROLLER_JSON = "json";

  private RedisKeys() {}

  /** Hash: the evidence of a trial, and its verdict. */
  public static String canary(String trial) {
    return "faasrank:1:canary:" + trial;
  }

  /** Key that holds an invoker's last report. */
  public static String report(int invoker) {
    return InvokerReport.key(invoker);
  }
}
