package io.faasrank.simulation;

import io.faasrank.policy.LateBinding;
import io.faasrank.policy.Policy;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Runs workloads on a cluster in virtual time: discrete events, deterministic under a seed bit for
 * bit. Stages 4 to 7 of 12 are the production objects. Safe to share between threads.
 */
public final class Simulator {

  /** The policy that is OpenWhisk's own rule. */
  private static final String STOCK = "hashing";

  /** Stands where an activation is still on its way. */
  private static final Completion NONE = new Completion(0, 0, 0, 0, 0, false);

  private final SimulationSettings settings;
  private final List<InvokerSettings> cluster;
  private final boolean knownTimes;
  private final int controllers;
  private final @Nullable LateBinding lateBinding;
  private final List<InvokerRestart> restarts;

  public Simulator(SimulationSettings settings, List<InvokerSettings> cluster) {
    this(settings, cluster, false, 1, null, List.of());
  }

  private Simulator(
      SimulationSettings settings,
      List<InvokerSettings> cluster,
      boolean knownTimes,
      int controllers,
      @Nullable LateBinding lateBinding,
      List<InvokerRestart> restarts) {
    if (cluster.isEmpty()) {
      throw new IllegalArgumentException("a cluster needs at least 1 invoker");
    }
    this.settings = settings;
    this.cluster = List.copyOf(cluster);
    this.knownTimes = knownTimes;
    this.controllers = controllers;
    this.lateBinding = lateBinding;
    this.restarts =
        restarts.stream().sorted(Comparator.comparingDouble(InvokerRestart::seconds)).toList();
  }

  /**
   * The same, but the scheduler knows each function's times on an idle invoker from the start, as
   * if it had measured them once before.
   */
  public Simulator withKnownTimes() {
    return new Simulator(settings, cluster, true, controllers, lateBinding, restarts);
  }

  /**
   * The same with several controllers, to which arrivals go in turn. Each knows its own activations
   * at once and those of the others as late as real controllers do; OpenWhisk's own rule keeps to
   * its share of each invoker's memory.
   *
   * @param count at least 1
   */
  public Simulator withControllers(int count) {
    return new Simulator(settings, cluster, knownTimes, count, lateBinding, restarts);
  }

  /**
   * The same, but activations wait in their controller until an invoker suits. OpenWhisk's own rule
   * places on arrival all the same.
   */
  public Simulator withLateBinding(LateBinding rule) {
    return new Simulator(settings, cluster, knownTimes, controllers, rule, restarts);
  }

  /** The same, but some invokers are started anew in an episode. */
  public Simulator withRestarts(List<InvokerRestart> times) {
    return new Simulator(settings, cluster, knownTimes, controllers, lateBinding, times);
  }

  /** Whether activations may wait in their controller. */
  public boolean bindsLate() {
    return lateBinding != null;
  }

  /** Runs one episode. */
  public EpisodeResult run(Workload workload, Policy policy, long seed) {
    return run(workload, policy, seed, EpisodeObserver.NONE);
  }

  /**
   * Runs one episode on a cluster that starts empty.
   *
   * @param seed of the policy's randomness and of the blur of the metrics
   * @throws IllegalArgumentException when a function fits on no invoker
   */
  public EpisodeResult run(Workload workload, Policy policy, long seed, EpisodeObserver observer) {
    return run(workload, policy::decide, seed, observer, policy.name().equals(STOCK));
  }

  /**
   * Runs one episode as {@link #run(Workload, Policy, long)} does, and keeps what a picture of it
   * needs.
   *
   * @throws IllegalArgumentException when a function fits on no invoker
   */
  public EpisodeRecord record(
      Workload workload, Policy policy, long seed, EpisodeRecorder recorder) {
    EpisodeResult result = run(workload, policy, seed, recorder);
    return recorder.record(cluster, workload.functions(), result);
  }

  /** The invokers, by their number. */
  public List<InvokerSettings> cluster() {
    return cluster;
  }

  EpisodeResult run(
      Workload workload, EpisodeBalancer placement, long seed, EpisodeObserver observer) {
    return run(workload, placement, seed, observer, false);
  }

  private EpisodeResult run(
      Workload workload,
      EpisodeBalancer placement,
      long seed,
      EpisodeObserver observer,
      boolean stock) {
    requireRoom(workload);
    SplittableRandom random = new SplittableRandom(seed);
    SimulatedCluster view =
        new SimulatedCluster(settings, cluster, workload, random.nextLong(), controllers, stock);
    if (knownTimes) {
      view.know(workload.functions());
    }
    if (observer instanceof EpisodeRecorder recorder) {
      recorder.began(view);
    }
    Dispatching dispatching =
        lateBinding == null || stock
            ? new Dispatching(view, placement, observer, random)
            : new LateDispatching(lateBinding, view, placement, observer, random);
    Calls calls = Calls.of(workload);
    List<Completion> completions = new ArrayList<>(workload.arrivals().size());
    int[] completedOn = new int[1];
    int completed = 0;
    int restarted = 0;
    while (true) {
      double arrivalSeconds = calls.nextSeconds();
      double eventSeconds = view.nextEventSeconds();
      double sendSeconds = dispatching.nextSeconds();
      double nextSeconds = Math.min(sendSeconds, Math.min(arrivalSeconds, eventSeconds));
      while (restarted < restarts.size() && restarts.get(restarted).seconds() < nextSeconds) {
        view.restart(restarts.get(restarted++));
      }
      if (sendSeconds < Math.min(arrivalSeconds, eventSeconds)) {
        dispatching.sendNext();
      } else if (eventSeconds <= arrivalSeconds) {
        if (eventSeconds == Double.POSITIVE_INFINITY) {
          break;
        }
        SimulatedActivation done = view.step(completedOn);
        if (done != null) {
          completions.set(done.id, done.completion(completedOn[0], view.now()));
          completed++;
          calls.completed(done.id, view.now());
          observer.completed(view.now());
          dispatching.completed(done, completedOn[0]);
        }
      } else {
        completions.add(NONE);
        dispatching.arrived(activation(workload, calls.next(), arrivalSeconds, seed));
      }
    }
    if (completed < completions.size()) {
      throw new IllegalStateException("an activation waits for ever");
    }
    return EpisodeResult.of(completions, workload.functions());
  }

  /**
   * Runs one episode under OpenWhisk's own scheduler, where containers ask for work, on a cluster
   * that starts empty.
   *
   * @throws IllegalArgumentException when a function fits on no invoker
   */
  public EpisodeResult runPulling(Workload workload, long seed) {
    requireRoom(workload);
    return new PullingSimulator(settings, cluster, knownTimes, workload, seed).run();
  }

  private SimulatedActivation activation(Workload workload, int index, double seconds, long seed) {
    return SimulatedActivation.of(
        workload, index, seconds, settings.platform().failureShare(), seed);
  }

  private void requireRoom(Workload workload) {
    int prewarmed = settings.platform().prewarmed() * settings.platform().prewarmedMemoryMb();
    int largest = cluster.stream().mapToInt(InvokerSettings::memoryMb).max().orElse(0) - prewarmed;
    for (FunctionProfile function : workload.functions()) {
      if (function.memoryMb() > largest) {
        throw new IllegalArgumentException(
            "function "
                + function.name()
                + " needs "
                + function.memoryMb()
                + " MB, but the largest invoker has "
                + largest);
      }
    }
  }
}
