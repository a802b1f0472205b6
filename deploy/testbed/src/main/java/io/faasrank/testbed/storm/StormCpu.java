package io.faasrank.testbed.storm;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/** Processor time that threads of this process have had, by what they do. */
final class StormCpu {

  /** The controller's, which read reports from Redis and take them. */
  private static final String REPORTS = "faasrank-re";

  /** The thread that offers activations and places them. */
  private static final String LOAD = "storm-load";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Map<Long, Long> before = times();
  private final long start = System.nanoTime();

  /**
   * Cores that were busy since the beginning, on average.
   *
   * @param reports with the controller's part of the reports
   * @param load with offering activations and placing them
   */
  record Cores(double reports, double load) {}

  Cores since() {
    double nanos = System.nanoTime() - start;
    double reports = 0;
    double load = 0;
    for (Map.Entry<Long, Long> each : times().entrySet()) {
      ThreadInfo thread = threads.getThreadInfo(each.getKey());
      double cores = (each.getValue() - before.getOrDefault(each.getKey(), 0L)) / nanos;
      if (thread != null && thread.getThreadName().startsWith(REPORTS)) {
        reports += cores;
      } else if (thread != null && thread.getThreadName().equals(LOAD)) {
        load += cores;
      }
    }
    return new Cores(reports, load);
  }

  private Map<Long, Long> times() {
    Map<Long, Long> times = new HashMap<>();
    for (long id : threads.getAllThreadIds()) {
      times.put(id, Math.max(0, threads.getThreadCpuTime(id)));
    }
    return times;
  }
}
