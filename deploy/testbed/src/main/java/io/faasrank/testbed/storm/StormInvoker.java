package io.faasrank.testbed.storm;

import io.faasrank.cluster.ActionReport;
import io.faasrank.cluster.CompactReports;
import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.ResourceReport;
import java.util.Arrays;

/**
 * One emulated invoker: what runs on it, and its reports, written by the classes of the invoker's
 * module. It runs whatever it is given at once. Thread-safe.
 */
final class StormInvoker {

  private static final int CORES = 8;
  private static final double SAMPLE_MILLIS = 1000;

  private final int number;
  private final String name;
  private long startedAtMillis;
  private final CompactReports compact = new CompactReports();

  /** The actions that it reports, and which they are; the oldest gives way. */
  private final ActionReport[] actions;

  private final int[] indices;
  private boolean sentFull;
  private boolean alive = true;

  /** Which process it is; each has ended what the one before ran. */
  private int process;

  private int oldest;
  private int inflight;
  private long runs;
  private ResourceReport resources;

  /**
   * @param first index of the first of the actions that it has run before
   * @param reported how many it reports
   * @param known how many there are
   */
  StormInvoker(int number, long startedAtMillis, int first, int reported, int known) {
    this.number = number;
    this.name = "storm-" + number;
    this.startedAtMillis = startedAtMillis;
    this.actions = new ActionReport[Math.min(reported, known)];
    this.indices = new int[actions.length];
    for (int i = 0; i < actions.length; i++) {
      indices[i] = (first + i) % known;
      actions[i] = report(indices[i], 1, 0, 1, 200);
    }
    this.resources = sample(startedAtMillis);
  }

  private static ActionReport report(
      int action, int idle, int running, long runs, double runMillis) {
    return new ActionReport(
        "guest",
        StormSettings.action(action),
        StormSettings.ACTION_MB,
        idle,
        running,
        1,
        400,
        runs,
        runMillis);
  }

  /** Ends the process, with all that it runs. */
  synchronized void end() {
    alive = false;
    process++;
  }

  /** Begins another process, without containers. */
  synchronized void begin(long nowMillis) {
    alive = true;
    startedAtMillis = nowMillis;
    sentFull = false;
    inflight = 0;
    for (int i = 0; i < actions.length; i++) {
      actions[i] = report(indices[i], 0, 0, 0, 0);
    }
  }

  /** Whether it reports. */
  synchronized boolean isAlive() {
    return alive;
  }

  /**
   * Begins a run.
   *
   * @return the process that runs it
   */
  synchronized int begun(int action) {
    if (!alive) {
      return process - 1;
    }
    inflight++;
    int place = place(action);
    ActionReport before = actions[place];
    actions[place] =
        report(
            action,
            Math.max(0, before.idleWarm() - 1),
            running(before) + 1,
            before.runs(),
            before.runMillis());
    return process;
  }

  /**
   * Ends a run.
   *
   * @param ranBy the process that began it
   * @return whether that process is alive, so that it tells of the end
   */
  synchronized boolean ended(int action, double millis, int ranBy) {
    if (ranBy != process || !alive) {
      return false;
    }
    inflight--;
    runs++;
    int place = place(action);
    ActionReport before = actions[place];
    double mean = (before.runMillis() * before.runs() + millis) / (before.runs() + 1);
    actions[place] = report(action, 1, Math.max(0, running(before) - 1), before.runs() + 1, mean);
    return true;
  }

  private static int running(ActionReport report) {
    Integer running = report.running();
    return running == null ? 0 : running;
  }

  private int place(int action) {
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] == action) {
        return i;
      }
    }
    int place = oldest;
    oldest = (oldest + 1) % indices.length;
    indices[place] = action;
    actions[place] = report(action, 0, 0, 0, 0);
    return place;
  }

  /** The report now; the resources are sampled anew where a second has passed. */
  synchronized InvokerReport report(long nowMillis) {
    if (nowMillis - resources.sampledAtMillis() >= SAMPLE_MILLIS) {
      resources = sample(nowMillis);
    }
    int reservedMb = Math.min(inflight * StormSettings.ACTION_MB, StormSettings.INVOKER_MB);
    return new InvokerReport(
        number,
        name,
        startedAtMillis,
        nowMillis,
        resources,
        new ContainerReport(
            StormSettings.INVOKER_MB,
            reservedMb,
            StormSettings.INVOKER_MB - reservedMb,
            inflight,
            0,
            runs,
            0,
            0,
            Arrays.asList(actions)));
  }

  private ResourceReport sample(long nowMillis) {
    double[] values = new double[ResourceMetric.COUNT];
    for (int i = 0; i < values.length; i++) {
      values[i] = 10 + (number * 7L + i * 13L + nowMillis / 1000) % 97;
    }
    values[ResourceMetric.MEMORY_FREE.ordinal()] += 0.25;
    return new ResourceReport(nowMillis, SAMPLE_MILLIS, CORES, values);
  }

  /** Whether it has sent a full report, without which there are no changes. */
  synchronized boolean hasSentFull() {
    return sentFull;
  }

  synchronized byte[] full(InvokerReport report) {
    sentFull = true;
    return compact.full(report);
  }

  byte[] change(InvokerReport report) {
    return compact.change(report);
  }

  static byte[] json(InvokerReport report) {
    return ReportCodec.encode(report);
  }
}
