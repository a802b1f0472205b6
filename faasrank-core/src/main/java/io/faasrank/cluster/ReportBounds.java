package io.faasrank.cluster;

/**
 * What no host can exceed. A value beyond these comes from a faulty counter, clock or writer, and
 * must never reach the network: the sampler leaves it out, the codec refuses its document. All are
 * upper bounds, chosen (not measured) far above today's machines; the lower bound is 0 throughout.
 */
public final class ReportBounds {

  /** Longest document in bytes, for writing and for reading. About a thousand actions. */
  public static final int DOCUMENT_BYTES = 256 * 1024;

  /** Longest name of an invoker, namespace or action; OpenWhisk allows three parts of 256. */
  public static final int NAME_LENGTH = 1024;

  /** Highest invoker number; OpenWhisk keeps one slot for each number below the highest. */
  public static final int INVOKER = 99_999;

  /** Longest interval: an hour. */
  public static final double INTERVAL_MILLIS = 3_600_000;

  /** Earliest and latest time of a report, 2020 and 2100, in milliseconds since 1970. */
  public static final long EARLIEST_MILLIS = 1_577_836_800_000L;

  /** See {@link #EARLIEST_MILLIS}. */
  public static final long LATEST_MILLIS = 4_102_444_800_000L;

  /** Most CPUs that Linux can be built for on the platforms of OpenWhisk. */
  public static final int CORES = 8192;

  /** Most memory, in MB: 64 TiB. */
  public static final int MEMORY_MB = 64 * 1024 * 1024;

  /** Most containers or activations in flight on one invoker. */
  public static final int COUNT = 1_000_000;

  /** Highest count since the start of a process; above it a double is no longer exact. */
  public static final long TOTAL = 1L << 53;

  /** Longest mean initialisation or run: a day. */
  public static final double DURATION_MILLIS = 86_400_000;

  /** Highest load average: Linux allows no more tasks. */
  private static final double TASKS = 1 << 22;

  /** CPU time beyond cores x interval that ticks of 10 ms and late readings may show. */
  private static final double CPU_TIME_FACTOR = 1.1;

  private static final double CPU_TIME_SLACK_MILLIS = 200;

  private static final double SWITCHES_PER_CORE_SECOND = 1e7;

  /** Disk requests in a second: a thousand fast drives. */
  private static final double DISK_REQUESTS_PER_SECOND = 1e9;

  /** Outstanding requests, each of which adds its own waiting time to the disk's time. */
  private static final double DISK_QUEUE = 1e6;

  /** Network bytes in a second: 8 Tbit/s. */
  private static final double NET_BYTES_PER_SECOND = 1e12;

  private ReportBounds() {}

  /**
   * Highest possible value of the metric, in its unit.
   *
   * @param cores CPU cores of the host
   * @param intervalMillis length of the interval in milliseconds
   */
  public static double highest(ResourceMetric metric, int cores, double intervalMillis) {
    double seconds = (intervalMillis + CPU_TIME_SLACK_MILLIS) / 1000;
    return switch (metric) {
      case CPU_USER, CPU_NICE, CPU_KERNEL, CPU_IDLE, CPU_IOWAIT, CPU_IRQ, CPU_SOFTIRQ, CPU_STEAL ->
          cores * (intervalMillis * CPU_TIME_FACTOR + CPU_TIME_SLACK_MILLIS);
      case CPU_CTX_SWITCHES -> cores * seconds * SWITCHES_PER_CORE_SECOND;
      case CPU_LOAD_AVG -> TASKS;
      case MEMORY_FREE, MEMORY_BUFFERS, MEMORY_CACHED -> MEMORY_MB;
      case DISK_READ, DISK_READ_MERGED, DISK_WRITE, DISK_WRITE_MERGED ->
          seconds * DISK_REQUESTS_PER_SECOND;
      case DISK_READ_TIME, DISK_WRITE_TIME -> seconds * 1000 * DISK_QUEUE;
      case NET_BYTE_RECV, NET_BYTE_SENT -> seconds * NET_BYTES_PER_SECOND;
    };
  }
}
