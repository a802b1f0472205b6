package io.faasrank.cluster;

/**
 * The 21 resource metrics of Table I(a), in the paper's order. A {@link Kind#DELTA} is published as
 * the change over the sampling interval and used as the change per second, so that the interval can
 * change without retraining; a {@link Kind#GAUGE} is used as read.
 */
public enum ResourceMetric {
  CPU_USER("cpu_user", "ms", Kind.DELTA, "CPU time in user mode"),
  CPU_NICE("cpu_nice", "ms", Kind.DELTA, "CPU time executing prioritized processes"),
  CPU_KERNEL("cpu_kernel", "ms", Kind.DELTA, "CPU time in kernel mode"),
  CPU_IDLE("cpu_idle", "ms", Kind.DELTA, "CPU idle time"),
  CPU_IOWAIT("cpu_iowait", "ms", Kind.DELTA, "CPU time waiting for I/O to complete"),
  CPU_IRQ("cpu_irq", "ms", Kind.DELTA, "CPU time servicing hardware interrupts"),
  CPU_SOFTIRQ("cpu_softirq", "ms", Kind.DELTA, "CPU time servicing soft interrupts"),
  CPU_STEAL("cpu_steal", "ms", Kind.DELTA, "CPU time spent by other operating systems"),
  CPU_CTX_SWITCHES("cpu_ctx_switches", "count", Kind.DELTA, "number of context switches"),
  CPU_LOAD_AVG("cpu_load_avg", "tasks", Kind.GAUGE, "average system load over the last minute"),
  MEMORY_FREE("memory_free", "MB", Kind.GAUGE, "physical RAM left unused by the system"),
  MEMORY_BUFFERS("memory_buffers", "MB", Kind.GAUGE, "temporary storage for raw disk blocks"),
  MEMORY_CACHED("memory_cached", "MB", Kind.GAUGE, "physical RAM used as cache memory"),
  DISK_READ("disk_read", "count", Kind.DELTA, "number of disk reads completed"),
  DISK_READ_MERGED("disk_read_merged", "count", Kind.DELTA, "number of disk reads merged"),
  DISK_READ_TIME("disk_read_time", "ms", Kind.DELTA, "time spent reading from the disk"),
  DISK_WRITE("disk_write", "count", Kind.DELTA, "number of disk writes completed"),
  DISK_WRITE_MERGED("disk_write_merged", "count", Kind.DELTA, "number of disk writes merged"),
  DISK_WRITE_TIME("disk_write_time", "ms", Kind.DELTA, "time spent writing"),
  NET_BYTE_RECV("net_byte_recv", "bytes", Kind.DELTA, "network bytes received"),
  NET_BYTE_SENT("net_byte_sent", "bytes", Kind.DELTA, "network bytes written");

  /** Number of resource metrics: the length of {@link ClusterView#resources}. */
  public static final int COUNT = values().length;

  private final String metricName;
  private final String unit;
  private final Kind kind;
  private final String description;

  ResourceMetric(String metricName, String unit, Kind kind, String description) {
    this.metricName = metricName;
    this.unit = unit;
    this.kind = kind;
    this.description = description;
  }

  /** The paper's name, without the delta sign. */
  public String metricName() {
    return metricName;
  }

  /** Unit of the value as sampled, before a change is divided by the interval. */
  public String unit() {
    return unit;
  }

  public Kind kind() {
    return kind;
  }

  public String description() {
    return description;
  }

  /** How a metric becomes a feature. */
  public enum Kind {
    /** A counter: the feature is its change per second. */
    DELTA,
    /** A level: the feature is its value. */
    GAUGE
  }
}
