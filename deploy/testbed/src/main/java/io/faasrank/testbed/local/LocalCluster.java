package io.faasrank.testbed.local;

import io.faasrank.experiment.Contender;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.loadbalancer.cluster.Freshness;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.simulation.EpisodeObserver;
import io.faasrank.simulation.EpisodeRecorder;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.testbed.controller.ControllerSettings;
import io.faasrank.testbed.controller.LocalReplay;
import io.faasrank.testbed.controller.MeterTable;
import io.faasrank.testbed.controller.ReplayResult;
import io.faasrank.testbed.controller.StandInController;
import io.faasrank.testbed.invoker.AckStyle;
import io.faasrank.testbed.invoker.EmulatedInvokers;
import io.faasrank.testbed.invoker.FleetContainers;
import io.faasrank.testbed.invoker.FleetSettings;
import io.faasrank.testbed.invoker.ScaledMetrics;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Controllers and their invokers for one episode, with topics of their own. */
public final class LocalCluster implements AutoCloseable {

  private static final String HASHING = "hashing";

  /** In real time; far above what a busy machine takes. */
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  /** After a restart of the invokers, until new reports have come; two intervals. */
  private static final Duration SETTLE = Duration.ofMillis(300);

  /** Real time for what is still in flight when the last activation has been submitted. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration LOOK = Duration.ofMillis(20);

  /** Activations that pass through a new cluster before anything is measured. */
  private static final int WARM_UP = 5;

  private final List<StandInController> controllers = new ArrayList<>();
  private final EmulatedInvokers fleet;
  private final LocalReplay replay;
  private final int invokers;

  private LocalCluster(
      FleetSettings fleetSettings, ControllerSettings settings, int controllerCount) {
    invokers = fleetSettings.sizes().size();
    try {
      for (int i = 0; i < controllerCount; i++) {
        controllers.add(
            StandInController.start(settings.among(i, controllerCount), new MeterTable()));
      }
      fleet = EmulatedInvokers.start(fleetSettings);
    } catch (RuntimeException e) {
      controllers.forEach(StandInController::close);
      throw e;
    }
    replay = new LocalReplay(controllers, fleetSettings.scale(), PATIENCE);
  }

  /**
   * A cluster that is ready and has no containers.
   *
   * @param prefix of its topics
   * @param policy a registered name, or one of {@link Contender}, which says when activations are
   *     bound; {@code hashing} is the stock rule
   * @param model of a learned policy: a shipped model's name or a file
   * @param candidates which invokers a learned policy scores in a decision
   * @param controllers how many share the invokers, at least 1
   * @param seed of the blur of the metrics and of random choices
   * @param more keys below {@code faasrank}, in place of those of a local cluster
   */
  public static LocalCluster start(
      LocalServers servers,
      String prefix,
      List<InvokerSettings> sizes,
      TimeScale scale,
      String policy,
      String model,
      CandidateLimit candidates,
      int controllers,
      long seed,
      Map<String, Object> more) {
    String host = servers.redis().host();
    int port = servers.redis().port();
    String kafka = servers.kafka().bootstrapServers();
    SimulationSettings simulation = SimulationSettings.defaults();
    FleetSettings fleet =
        new FleetSettings(
            kafka,
            prefix,
            sizes,
            0,
            "emulated",
            simulation,
            scale,
            AckStyle.COMBINED,
            seed,
            ScaledMetrics.settings(host, port, scale, simulation));
    ControllerSettings settings =
        ControllerSettings.of(
                kafka,
                ControllerSettings.balancer(host, port, keys(policy, model, candidates, more)))
            .withTopicPrefix(prefix);
    LocalCluster cluster = new LocalCluster(fleet, settings, controllers);
    try {
      cluster.makeReady();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Reports come ten times a second, so they are trusted sooner than in real time. */
  private static Map<String, Object> keys(
      String policy, String model, CandidateLimit candidates, Map<String, Object> more) {
    Map<String, Object> keys =
        new HashMap<>(Map.of("freshness.settle", "200 ms", "model", model, "mode", HASHING));
    if (!policy.equals(HASHING)) {
      Contender contender = Contender.of(policy);
      keys.put("mode", "faasrank");
      keys.put("policy", contender.policy());
      keys.put("candidates", candidates.toString());
      keys.put("late-binding.enabled", contender.late());
    }
    keys.putAll(more);
    return keys;
  }

  private void makeReady() {
    await("healthy and heard of", () -> healthy() == invokers && fresh() == invokers);
    warmUp(WARM_UP, EpisodeObserver.NONE);
    renew();
  }

  /** Removes all containers, as at the start of a simulated episode, and waits for new reports. */
  public void renew() {
    fleet.restart();
    sleep(SETTLE);
    await("heard of again", () -> fresh() == invokers);
  }

  private void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new ExperimentFailedException(
            "%s of %s invokers are healthy and %s report after %s s, not all %s"
                .formatted(healthy(), invokers, fresh(), READY_WITHIN.toSeconds(), what));
      }
      sleep(LOOK);
    }
  }

  private long healthy() {
    return controllers.stream()
        .mapToLong(
            each -> each.invokers().stream().filter(state -> state.health().usable()).count())
        .min()
        .orElse(0);
  }

  private int fresh() {
    return controllers.stream().mapToInt(this::fresh).min().orElse(0);
  }

  private int fresh(StandInController controller) {
    int count = 0;
    for (int i = 0; i < invokers; i++) {
      Freshness freshness = controller.faasrank().book().freshness(i, System.nanoTime());
      count += freshness == Freshness.FRESH ? 1 : 0;
    }
    return count;
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw (CancellationException) new CancellationException("interrupted").initCause(e);
    }
  }

  /** Runs so many small activations, so that the code is compiled, the observer's as well. */
  void warmUp(int activations, EpisodeObserver observer) {
    int unused = replay.warmUp(activations, observer);
    checkInterrupt();
  }

  /** Replays a workload and waits for its end. */
  public ReplayResult run(Workload workload) {
    ReplayResult result = replay.run(workload);
    checkInterrupt();
    return result;
  }

  /** As {@link #run(Workload)}, and records it. */
  ReplayResult run(Workload workload, EpisodeRecorder recorder) {
    recorder.began(new FleetContainers(fleet, workload.functions()));
    ReplayResult result = replay.run(workload, recorder);
    checkInterrupt();
    return result;
  }

  /** Turns an interrupt into the exception, so that closing may wait. */
  private static void checkInterrupt() {
    if (Thread.interrupted()) {
      throw new CancellationException("interrupted");
    }
  }

  /** Activations that hashing placed though a policy was asked. */
  long fallbacks() {
    return controllers.stream()
        .mapToLong(
            each -> each.faasrank().meters().total(OperatorMetric.DECISIONS, "faasrank", HASHING))
        .sum();
  }

  /** The controllers, at least one. */
  public List<StandInController> controllers() {
    return List.copyOf(controllers);
  }

  /** The invokers. */
  public EmulatedInvokers fleet() {
    return fleet;
  }

  @Override
  public void close() {
    fleet.close();
    controllers.forEach(StandInController::close);
  }
}
