package io.faasrank.testbed.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.testbed.embedded.EmbeddedKafka;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Guards that a fault of a server, or more load than the invokers can take, costs no activation,
 * and that the policy decides again by itself afterwards.
 */
final class ServerFaultsTest {

  private static final int INVOKERS = 10;
  private static final int PER_SECOND = 50;
  private static final int RUN_MILLIS = 600;

  private static final PausableProxy PROXY = new PausableProxy();
  private static EmbeddedKafka kafka;
  private static EmbeddedRedis redis;
  private static TestCluster cluster;

  private ControllerTotals before;
  private long ledgerBefore;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.startBehind(PROXY.port());
    PROXY.leadTo(kafka.port());
    redis = EmbeddedRedis.start();
    cluster =
        TestCluster.start(
            kafka.bootstrapServers(),
            redis,
            INVOKERS,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1));
  }

  @BeforeEach
  void count() {
    before = cluster.controller.totals();
    ledgerBefore = cluster.outcomes("completed");
  }

  @AfterAll
  static void stop() {
    cluster.close();
    redis.close();
    kafka.close();
    PROXY.close();
  }

  @Test
  void redisIsKilledAndStartsAgain() {
    try (Load load = Load.inBackground(cluster, RUN_MILLIS, PER_SECOND)) {
      awaitPolicy();
      redis.kill();
      long stale = stale();
      cluster.await().until(() -> stale() > stale + PER_SECOND);
      redis.restart();
      awaitPolicy();
      load.stop();
      requireAllCompleted(load);
    }
  }

  @Test
  void brokerStandsStillForFiveSeconds() {
    try (Load load = Load.inBackground(cluster, RUN_MILLIS, PER_SECOND)) {
      awaitPolicy();
      PROXY.pause();
      int submitted = load.ends.size();
      long completed = cluster.controller.totals().completed();
      cluster.await().until(() -> load.ends.size() > submitted + 5 * PER_SECOND);
      assertThat(cluster.controller.totals().completed()).isLessThan(completed + PER_SECOND);
      PROXY.resume();
      awaitPolicy();
      load.stop();
      requireAllCompleted(load);
    }
  }

  @Test
  void burstOfTenTimesTheLoad() {
    try (Load load = Load.inBackground(cluster, RUN_MILLIS, PER_SECOND)) {
      awaitPolicy();
      int submitted = load.ends.size();
      load.perSecond(10 * PER_SECOND);
      cluster.await().until(() -> load.ends.size() > submitted + 3 * 10 * PER_SECOND);
      load.perSecond(PER_SECOND);
      awaitPolicy();
      load.stop();
      requireAllCompleted(load);
    }
  }

  /** The policy places a second's load from now on. */
  private static void awaitPolicy() {
    long byPolicy = cluster.byPolicy();
    cluster.await().until(() -> cluster.byPolicy() > byPolicy + PER_SECOND);
  }

  private static long stale() {
    return cluster.total(OperatorMetric.FALLBACKS, "stale_metrics");
  }

  private void requireAllCompleted(Load load) {
    cluster.await().until(cluster::empty);
    long sent = load.ends.size();
    ControllerTotals after = cluster.controller.totals();
    assertThat(load.results()).hasSize((int) sent);
    assertThat(after.dispatched() - before.dispatched()).isEqualTo(sent);
    assertThat(after.completed() - before.completed()).isEqualTo(sent);
    assertThat(cluster.outcomes("completed") - ledgerBefore).isEqualTo(sent);
    assertThat(after.timedOut() + after.systemErrors() + after.refused()).isZero();
    assertThat(after.ignored() + after.unsent() + after.malformed()).isZero();
  }
}
