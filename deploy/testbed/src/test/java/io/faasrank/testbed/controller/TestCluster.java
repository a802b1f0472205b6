package io.faasrank.testbed.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.faasrank.loadbalancer.cluster.Freshness;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import io.faasrank.testbed.invoker.EmulatedInvokers;
import io.faasrank.testbed.invoker.FleetSettings;
import io.faasrank.testbed.invoker.ScaledMetrics;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.testbed.wire.ActionName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Emulated invokers and a stand-in controller on servers that others start and stop. */
final class TestCluster implements AutoCloseable {

  static final TimeScale SCALE = new TimeScale(10);

  /** Quick to notice the end of Redis, and quick to trust it again. */
  private static final Map<String, Object> QUICK =
      Map.of(
          "mode", "faasrank",
          "freshness.stale-after", "2s",
          "freshness.settle", "300ms",
          "control-interval", "100ms",
          "events.enabled", true);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final MeterTable metrics = new MeterTable();
  final EmulatedInvokers fleet;
  final StandInController controller;
  private final int invokers;

  private TestCluster(FleetSettings fleetSettings, ControllerSettings settings) {
    invokers = fleetSettings.sizes().size();
    controller = StandInController.start(settings, metrics);
    fleet = EmulatedInvokers.start(fleetSettings);
  }

  /** A cluster whose invokers are all healthy, and ranked by a policy. */
  static TestCluster start(
      String bootstrapServers,
      EmbeddedRedis redis,
      int invokers,
      Duration offlineAfter,
      Duration acknowledgeWithin,
      Duration testEvery) {
    FleetSettings fleet =
        FleetSettings.of(bootstrapServers, InvokerSettings.paperCluster(invokers))
            .withScale(SCALE)
            .withMetrics(
                ScaledMetrics.settings(
                    redis.host(), redis.port(), SCALE, SimulationSettings.defaults()));
    ControllerSettings settings =
        ControllerSettings.of(
                bootstrapServers, ControllerSettings.balancer(redis.host(), redis.port(), QUICK))
            .withTimes(offlineAfter, acknowledgeWithin, testEvery);
    TestCluster cluster = new TestCluster(fleet, settings);
    try {
      cluster.await().until(() -> cluster.healthy() == invokers && cluster.fresh() == invokers);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  ConditionFactory await() {
    return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
  }

  int healthy() {
    return (int) controller.invokers().stream().filter(state -> state.health().usable()).count();
  }

  int fresh() {
    int count = 0;
    for (int i = 0; i < invokers; i++) {
      if (controller.faasrank().book().freshness(i, System.nanoTime()) == Freshness.FRESH) {
        count++;
      }
    }
    return count;
  }

  InvokerState invoker(int number) {
    return controller.invokers().get(number);
  }

  /** Activations that the policy placed. */
  long byPolicy() {
    return total(OperatorMetric.DECISIONS, "faasrank", "faasrank");
  }

  /** Activations that the stock rule placed. */
  long byHashing() {
    return total(OperatorMetric.DECISIONS, "faasrank", "hashing");
  }

  long total(OperatorMetric metric, String... tags) {
    return controller.faasrank().meters().total(metric, tags);
  }

  /** Outcomes of the ledger, whoever placed. */
  long outcomes(String outcome) {
    return total(OperatorMetric.OUTCOMES, "faasrank", outcome)
        + total(OperatorMetric.OUTCOMES, "hashing", outcome);
  }

  /** One of ten actions of 128 MB that run for so many virtual milliseconds. */
  CompletableFuture<ActivationResult> publish(int action, int runMillis) {
    return controller.publish(submission(action, runMillis));
  }

  static Submission submission(int action, int runMillis) {
    JsonNode content =
        JsonNodeFactory.instance
            .objectNode()
            .set(
                "emulate",
                JsonNodeFactory.instance
                    .objectNode()
                    .put("memoryMb", 128)
                    .put("createMillis", 300)
                    .put("initMillis", 200)
                    .put("runMillis", runMillis));
    return new Submission(
        "guest", new ActionName("guest", "action" + action % 10, "0.0.1"), 128, true, content);
  }

  /** Nothing is in flight, neither here nor on a living invoker, and no memory is held. */
  boolean empty() {
    ControllerTotals totals = controller.totals();
    long ended = totals.completed() + totals.systemErrors() + totals.timedOut();
    return totals.inflight() == 0
        && ended == totals.dispatched()
        && controller.faasrank().ledger().inflight() == 0
        && controller.invokers().stream()
            .allMatch(state -> state.inflight() == 0 && state.takenMb() == 0)
        && fleet.invokers().stream().allMatch(invoker -> invoker.inflight() == 0);
  }

  @Override
  public void close() {
    fleet.close();
    controller.close();
  }
}
