package io.faasrank.testbed.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.testbed.embedded.EmbeddedKafka;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import io.faasrank.testbed.invoker.AckFaults;
import io.faasrank.testbed.invoker.EmulatedInvoker;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Guards that what invokers do wrong is noticed and counted: each activation ends once, whether its
 * acknowledgement comes never, late or twice, and an invoker that failed comes back by itself.
 */
final class InvokerFaultsTest {

  private static final int INVOKERS = 8;
  private static final Duration ACKNOWLEDGE_WITHIN = Duration.ofSeconds(4);
  private static final Duration LATE = Duration.ofSeconds(6);

  private static EmbeddedKafka kafka;
  private static EmbeddedRedis redis;
  private static TestCluster cluster;
  private ControllerTotals before;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start();
    redis = EmbeddedRedis.start();
    cluster =
        TestCluster.start(
            kafka.bootstrapServers(),
            redis,
            INVOKERS,
            Duration.ofSeconds(4),
            ACKNOWLEDGE_WITHIN,
            Duration.ofMillis(200));
  }

  @AfterAll
  static void stop() {
    cluster.close();
    redis.close();
    kafka.close();
  }

  @BeforeEach
  void everybodyIsWell() {
    faults(AckFaults.NONE);
    cluster.await().until(() -> cluster.healthy() == INVOKERS && cluster.empty());
    before = cluster.controller.totals();
  }

  @Test
  void killedInvokerGetsNothingMoreAndItsActivationsTimeOut() {
    try (Load load = Load.inBackground(cluster, 3000, 100)) {
      cluster.await().until(() -> busiest().inflight() > 2);
      EmulatedInvoker victim = cluster.fleet.invokers().get(busiest().number());
      victim.kill();
      cluster
          .await()
          .until(() -> cluster.invoker(victim.number()).health() == InvokerHealth.OFFLINE);
      int known = load.ends.size();
      long byPolicy = cluster.byPolicy();
      cluster.await().until(() -> cluster.byPolicy() > byPolicy + 50);
      load.stop();
      cluster.await().until(cluster::empty);

      List<ActivationResult> forced =
          load.results().stream().filter(end -> end.outcome() == Outcome.TIMED_OUT).toList();
      assertThat(forced).hasSizeGreaterThan(2);
      assertThat(forced).allSatisfy(end -> assertThat(end.invoker()).isEqualTo(victim.number()));
      // one submission may have seen the pool of the moment before
      assertThat(load.ends.subList(known + 1, load.ends.size()))
          .allSatisfy(end -> assertThat(end.join().invoker()).isNotEqualTo(victim.number()));
      ControllerTotals after = cluster.controller.totals();
      assertThat(after.timedOut() - before.timedOut()).isEqualTo(forced.size());
      assertThat(after.completed() - before.completed())
          .isEqualTo(load.ends.size() - forced.size());
      assertThat(after.dispatched() - before.dispatched()).isEqualTo(load.ends.size());

      victim.revive();
      cluster.await().until(() -> cluster.healthy() == INVOKERS);
    }
  }

  @Test
  void secondAcknowledgementsAreIgnored() {
    faults(AckFaults.duplicate());
    Load load = new Load(cluster, 600);
    load.run(100, Duration.ofSeconds(1));
    cluster.await().until(() -> cluster.controller.totals().ignored() - before.ignored() == 100);

    ControllerTotals after = cluster.controller.totals();
    assertThat(after.completed() - before.completed()).isEqualTo(100);
    assertThat(after.timedOut()).isEqualTo(before.timedOut());
    assertThat(cluster.empty()).isTrue();
  }

  @Test
  void lateAcknowledgementsComeAfterForcedEndsAndChangeNothing() {
    faults(AckFaults.delay(LATE));
    long ledgerBefore = cluster.outcomes("timed_out");
    Load load = new Load(cluster, 600);
    load.run(100, Duration.ofSeconds(1));
    cluster.await().until(cluster::empty);
    assertThat(load.results())
        .hasSize(100)
        .allSatisfy(
            end -> {
              assertThat(end.outcome()).isEqualTo(Outcome.TIMED_OUT);
              assertThat(end.tookNanos()).isGreaterThanOrEqualTo(ACKNOWLEDGE_WITHIN.toNanos());
            });
    assertThat(cluster.outcomes("timed_out") - ledgerBefore).isEqualTo(100);
    assertThat(cluster.healthy()).isLessThan(INVOKERS);

    faults(AckFaults.NONE);
    cluster.await().until(() -> cluster.controller.totals().ignored() - before.ignored() == 100);
    cluster.await().until(() -> cluster.healthy() == INVOKERS);
    ControllerTotals after = cluster.controller.totals();
    assertThat(after.completed()).isEqualTo(before.completed());
    assertThat(after.timedOut() - before.timedOut()).isEqualTo(100);
    assertThat(cluster.publish(0, 100).join().outcome()).isEqualTo(Outcome.COMPLETED);
  }

  private static InvokerState busiest() {
    return cluster.controller.invokers().stream()
        .max(Comparator.comparingInt(InvokerState::inflight))
        .orElseThrow();
  }

  private static void faults(AckFaults faults) {
    cluster.fleet.invokers().forEach(invoker -> invoker.acknowledge(faults));
  }
}
