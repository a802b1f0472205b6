package io.faasrank.simulation;

import io.faasrank.cluster.Action;
import io.faasrank.policy.Decision;
import io.faasrank.policy.Policy;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Runs workloads on a cluster in virtual time: discrete events, deterministic under a seed bit for
 * bit. Stages 4 to 7 of 12 are the production objects. Safe to share between threads.
 */
public final class Simulator {

  private final SimulationSettings settings;
  private final List<InvokerSettings> cluster;
  private final boolean knownTimes;

  public Simulator(SimulationSettings settings, List<InvokerSettings> cluster) {
    this(settings, cluster, false);
  }

  private Simulator(
      SimulationSettings settings, List<InvokerSettings> cluster, boolean knownTimes) {
    if (cluster.isEmpty()) {
      throw new IllegalArgumentException("a cluster needs at least 1 invoker");
    }
    this.settings = settings;
    this.cluster = List.copyOf(cluster);
    this.knownTimes = knownTimes;
  }

  /**
   * The same, but the scheduler knows each function's times on an idle invoker from the start, as
   * if it had measured them once before.
   */
  public Simulator withKnownTimes() {
    return new Simulator(settings, cluster, true);
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
    requireRoom(workload);
    SplittableRandom random = new SplittableRandom(seed);
    SimulatedCluster view = new SimulatedCluster(settings, cluster, workload, random.nextLong());
    if (knownTimes) {
      view.know(workload.functions());
    }
    Decision decision = new Decision();
    List<Arrival> arrivals = workload.arrivals();
    Completion[] completions = new Completion[arrivals.size()];
    int[] completedOn = new int[1];
    int arrived = 0;
    int completed = 0;
    while (completed < completions.length) {
      double arrivalSeconds =
          arrived < arrivals.size() ? arrivals.get(arrived).seconds() : Double.POSITIVE_INFINITY;
      if (view.nextEventSeconds() <= arrivalSeconds) {
        SimulatedActivation done = view.step(completedOn);
        if (done != null) {
          completions[done.id] = completion(done, completedOn[0], view.now());
          completed++;
          observer.completed(view.now());
        }
      } else {
        SimulatedActivation arrival = activation(workload, arrived++);
        Action action = view.present(arrival);
        int invoker = policy.decide(view, action, decision, random);
        if (invoker == Decision.NONE) {
          throw new IllegalStateException("policy " + policy.name() + " chose no invoker");
        }
        view.dispatch(arrival, invoker);
        observer.decided(arrivalSeconds, decision);
      }
    }
    return new EpisodeResult(Arrays.asList(completions));
  }

  private static SimulatedActivation activation(Workload workload, int index) {
    Arrival arrival = workload.arrivals().get(index);
    FunctionProfile function = workload.functions().get(arrival.function());
    return new SimulatedActivation(
        index,
        arrival.function(),
        arrival.seconds(),
        function.warmSeconds() * arrival.durationFactor());
  }

  private static Completion completion(SimulatedActivation done, int invoker, double seconds) {
    return new Completion(
        done.function,
        invoker,
        done.arrivalSeconds,
        seconds,
        done.startSeconds - done.arrivalSeconds,
        done.cold);
  }

  private void requireRoom(Workload workload) {
    int largest = cluster.stream().mapToInt(InvokerSettings::memoryMb).max().orElse(0);
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
