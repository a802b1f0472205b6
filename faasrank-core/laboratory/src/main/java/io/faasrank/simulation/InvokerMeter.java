package io.faasrank.simulation;

import static io.faasrank.cluster.ResourceMetric.*;

import io.faasrank.cluster.ResourceMetric;
import java.util.ArrayDeque;

/**
 * Stage 1 of 12 in virtual time: the resource metrics of Table I(a), derived from what a simulated
 * invoker is doing and sampled at an interval, so that they are as stale as real ones. Between
 * events an invoker's activity is constant; samples that fall in between are computed when they are
 * read, and an idle invoker costs nothing.
 *
 * <p>What a metric amounts to per unit of activity is unmeasured: plausible figures of a Linux host
 * that runs containers. A model must not depend on them being exact, and each sample is blurred by
 * {@link #BLUR}.
 */
final class InvokerMeter {

  /** Relative half-width of the uniform blur of each sampled value. Unmeasured. */
  static final double BLUR = 0.05;

  /** Time constant of the one-minute load average (Linux). */
  private static final double LOAD_SECONDS = 60;

  /** The golden ratio's fraction spreads the sampling instants of the invokers evenly. */
  private static final double GOLDEN = 0.6180339887498949;

  /** A host has this times the memory that it gives to functions (Section VI-B: 16 of 2 GB). */
  private static final int HOST_MEMORY_FACTOR = 8;

  /**
   * How long the files of a created container stay in the page cache. Unmeasured: OpenWhisk's
   * keep-alive. Without an end the metric would tell the age of a cluster.
   */
  private static final double CACHE_SECONDS = 600;

  private final InvokerSettings size;
  private final double intervalSeconds;
  private final double phaseSeconds;
  private final long noiseSeed;
  private final float[] latest = new float[ResourceMetric.COUNT];
  private final ArrayDeque<Double> cachedUntil = new ArrayDeque<>();

  private double now;
  private long sample;
  private double busyCoreSeconds;
  private double startingSeconds;
  private double load;
  private long arrivals;
  private long completions;
  private long creations;
  private double sampledBusyCoreSeconds;
  private double sampledStartingSeconds;
  private long sampledArrivals;
  private long sampledCompletions;
  private long sampledCreations;

  /**
   * @param phaseSeconds when the first sample is due, from 0 to the interval
   */
  InvokerMeter(InvokerSettings size, double intervalSeconds, double phaseSeconds, long noiseSeed) {
    this.size = size;
    this.intervalSeconds = intervalSeconds;
    this.phaseSeconds = phaseSeconds;
    this.noiseSeed = noiseSeed;
    take(0, 0);
  }

  /** The meter of one of a cluster's invokers; their sampling instants are spread evenly. */
  static InvokerMeter of(
      int invoker, InvokerSettings size, SimulationSettings settings, long noiseSeed) {
    double interval = settings.reportIntervalSeconds();
    double phase = interval * (invoker * GOLDEN % 1.0);
    return new InvokerMeter(size, interval, phase, noiseSeed + invoker);
  }

  void countArrival() {
    arrivals++;
  }

  void countCompletion() {
    completions++;
  }

  void countCreation() {
    creations++;
    cachedUntil.add(now + CACHE_SECONDS);
  }

  /** Containers created since the start. */
  long creations() {
    return creations;
  }

  /** When the last sample was taken. */
  double sampledSeconds() {
    return sample == 0 ? 0 : phaseSeconds + (sample - 1) * intervalSeconds;
  }

  /** The last sample, by {@link ResourceMetric}: changes per second and levels. */
  float[] latest() {
    return latest;
  }

  /**
   * Advances over the time since the last call, during which the invoker was as described, and
   * takes the sample that fell due, if any.
   */
  void advance(double seconds, double busyCores, int running, int starting, int containerMemoryMb) {
    advance(seconds, busyCores, running, running, starting, containerMemoryMb);
  }

  /**
   * As above where activations are not one task each.
   *
   * @param tasks that run or wait for a core or the disk: what the load average is of
   */
  void advance(
      double seconds,
      double busyCores,
      double tasks,
      int running,
      int starting,
      int containerMemoryMb) {
    long due = (long) Math.floor((seconds - phaseSeconds) / intervalSeconds) + 1;
    if (due > sample) {
      double at = phaseSeconds + (due - 1) * intervalSeconds;
      pass(Math.max(0, at - now), busyCores, tasks, starting);
      now = Math.max(now, at);
      if (due > sample + 1) {
        // Nothing happened for a whole interval: the change is that of the constant activity.
        sampledBusyCoreSeconds = busyCoreSeconds - busyCores * intervalSeconds;
        sampledStartingSeconds = startingSeconds - starting * intervalSeconds;
        sampledArrivals = arrivals;
        sampledCompletions = completions;
        sampledCreations = creations;
      }
      sample = due;
      take(running, containerMemoryMb);
    }
    pass(seconds - now, busyCores, tasks, starting);
    now = seconds;
  }

  private void pass(double seconds, double busyCores, double tasks, int starting) {
    busyCoreSeconds += busyCores * seconds;
    startingSeconds += starting * seconds;
    load = tasks + (load - tasks) * Math.exp(-seconds / LOAD_SECONDS);
  }

  private void take(int running, int containerMemoryMb) {
    double busy = (busyCoreSeconds - sampledBusyCoreSeconds) / intervalSeconds;
    double startingShare = (startingSeconds - sampledStartingSeconds) / intervalSeconds;
    double arrived = (arrivals - sampledArrivals) / intervalSeconds;
    double completed = (completions - sampledCompletions) / intervalSeconds;
    double created = (creations - sampledCreations) / intervalSeconds;
    sampledBusyCoreSeconds = busyCoreSeconds;
    sampledStartingSeconds = startingSeconds;
    sampledArrivals = arrivals;
    sampledCompletions = completions;
    sampledCreations = creations;

    while (!cachedUntil.isEmpty() && cachedUntil.element() <= sampledSeconds()) {
      cachedUntil.remove();
    }
    double wait = Math.min(size.cores() - busy, 0.1 * startingShare);
    set(CPU_USER, 820 * busy + 15);
    set(CPU_NICE, 1);
    set(CPU_KERNEL, 170 * busy + 10);
    set(CPU_IDLE, 1000 * (size.cores() - busy - wait));
    set(CPU_IOWAIT, 1000 * wait + 1);
    set(CPU_IRQ, 0.5 + 0.5 * busy);
    set(CPU_SOFTIRQ, 2 + 8 * busy + 0.5 * (arrived + completed));
    set(CPU_STEAL, 2 + 4 * busy);
    set(CPU_CTX_SWITCHES, 900 + 2500 * busy + 400 * (arrived + completed));
    set(CPU_LOAD_AVG, load + 0.1);
    double hostMb = (double) size.memoryMb() * HOST_MEMORY_FACTOR;
    double cachedMb = Math.min(0.4 * hostMb, 0.1 * hostMb + 20.0 * cachedUntil.size());
    set(MEMORY_FREE, hostMb * 0.85 - 0.6 * containerMemoryMb - cachedMb);
    set(MEMORY_BUFFERS, 0.01 * hostMb);
    set(MEMORY_CACHED, cachedMb);
    set(DISK_READ, 1 + 120 * created);
    set(DISK_READ_MERGED, 0.2 + 25 * created);
    set(DISK_READ_TIME, 1 + 90 * created);
    set(DISK_WRITE, 6 + 60 * created + 4 * completed);
    set(DISK_WRITE_MERGED, 4 + 40 * created + 3 * completed);
    set(DISK_WRITE_TIME, 5 + 70 * created + 3 * completed);
    set(NET_BYTE_RECV, 3_000 + 60_000 * arrived + 4_000.0 * running);
    set(NET_BYTE_SENT, 3_000 + 40_000 * completed + 4_000.0 * running);
  }

  private void set(ResourceMetric metric, double value) {
    long bits = mix(noiseSeed ^ (sample * ResourceMetric.COUNT + metric.ordinal()));
    double unit = (bits >>> 11) * 0x1.0p-53;
    latest[metric.ordinal()] = (float) (Math.max(0, value) * (1 + BLUR * (2 * unit - 1)));
  }

  /** The finaliser of SplitMix64 (Steele et al. 2014): a hash with no state to keep. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
