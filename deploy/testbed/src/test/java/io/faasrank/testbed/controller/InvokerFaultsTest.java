package io.faasrank.testbed.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.testbed.embedded.EmbeddedKafka;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import io.faasrank.testbed.invoker.AckFaults;
import io.faasrank.testbed.invoker.EmulatedInvoker;
import io.faasrank.testbed.wire.Acknowledgement;
import io.faasrank.testbed.wire.KafkaClients;
import io.faasrank.testbed.wire.MessageWriter;
import io.faasrank.testbed.wire.Transaction;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Guards that what invokers do wrong is noticed and counted: each activation ends once, whether its
 * acknowledgement comes never, late or twice, and an invoker that failed comes back by itself. Each
 * test has a cluster of its own, so that nothing late of another is counted.
 */
final class InvokerFaultsTest {

  private static final int INVOKERS = 8;

  /**
   * Longer than this machine may stand still, so that invokers that live are not taken for dead.
   */
  private static final Duration OFFLINE_AFTER = Duration.ofSeconds(12);

  private final EmbeddedKafka kafka = EmbeddedKafka.start();
  private final EmbeddedRedis redis = EmbeddedRedis.start();

  @AfterEach
  void stop() {
    redis.close();
    kafka.close();
  }

  @Test
  void killedInvokerGetsNothingMoreAndItsActivationsTimeOut() {
    try (TestCluster cluster = cluster(OFFLINE_AFTER);
        Load load = Load.inBackground(cluster, 3000, 100)) {
      cluster.await().until(() -> busiest(cluster).inflight() > 2);
      int number = busiest(cluster).number();
      EmulatedInvoker victim = cluster.fleet.invokers().get(number);
      // its last acknowledgements are lost, so that some are open for certain when it dies
      victim.acknowledge(AckFaults.drop());
      long acknowledged = victim.completed();
      cluster.await().until(() -> victim.completed() > acknowledged + 3);
      victim.kill();
      victim.acknowledge(AckFaults.NONE);
      cluster.await().until(() -> cluster.invoker(number).health() == InvokerHealth.OFFLINE);
      int known = load.ends.size();
      long byPolicy = cluster.byPolicy();
      cluster.await().until(() -> cluster.byPolicy() > byPolicy + 50);
      load.stop();
      cluster.await().until(cluster::empty);

      List<ActivationResult> forced =
          load.results().stream().filter(end -> end.outcome() == Outcome.TIMED_OUT).toList();
      assertThat(forced).hasSizeGreaterThan(2);
      assertThat(forced).allSatisfy(end -> assertThat(end.invoker()).isEqualTo(number));
      // one submission may have seen the pool of the moment before
      assertThat(load.ends.subList(known + 1, load.ends.size()))
          .allSatisfy(end -> assertThat(end.join().invoker()).isNotEqualTo(number));
      long sent = load.ends.size();
      long timedOut = forced.size();
      assertThat(cluster.controller.totals())
          .isEqualTo(new ControllerTotals(sent, sent - timedOut, 0, timedOut, 0, 0, 0, 0, 0));

      victim.revive();
      cluster.await().until(() -> cluster.healthy() == INVOKERS);
    }
  }

  @Test
  void secondAcknowledgementsAreIgnored() {
    try (TestCluster cluster = cluster(Duration.ofMinutes(1))) {
      faults(cluster, AckFaults.duplicate());
      Load load = new Load(cluster, 600);
      load.run(100, Duration.ofSeconds(1));
      cluster.await().until(() -> cluster.controller.totals().ignored() >= 100);
      cluster.await().until(cluster::empty);

      assertThat(cluster.controller.totals())
          .isEqualTo(new ControllerTotals(100, 100, 0, 0, 0, 0, 100, 0, 0));
    }
  }

  /** However slow this machine is, since the test itself sends what is late. */
  @Test
  void lateAcknowledgementsComeAfterForcedEndsAndChangeNothing() {
    Duration within = Duration.ofSeconds(2);
    try (TestCluster cluster = cluster(within)) {
      faults(cluster, AckFaults.drop());
      Load load = new Load(cluster, 600);
      load.run(1000, Duration.ofMillis(100));
      cluster.await().until(cluster::empty);
      List<ActivationResult> ends = load.results();
      // all, unless the first had timed out on every invoker before the last was submitted
      long sent = ends.size();
      assertThat(sent).isBetween((long) INVOKERS, 100L);
      assertThat(ends)
          .allSatisfy(
              end -> {
                assertThat(end.outcome()).isEqualTo(Outcome.TIMED_OUT);
                assertThat(end.tookNanos()).isGreaterThanOrEqualTo(within.toNanos());
              });
      assertThat(cluster.outcomes("timed_out")).isEqualTo(sent);
      assertThat(cluster.healthy()).isLessThan(INVOKERS);

      faults(cluster, AckFaults.NONE);
      acknowledge(cluster, ends);
      cluster.await().until(() -> cluster.controller.totals().ignored() >= sent);
      cluster.await().until(() -> cluster.healthy() == INVOKERS);
      assertThat(cluster.controller.totals())
          .isEqualTo(new ControllerTotals(sent, 0, 0, sent, 0, 100 - sent, sent, 0, 0));
      assertThat(cluster.outcomes("completed")).isZero();
      cluster.await().until(() -> cluster.publish(0, 100).join().outcome() == Outcome.COMPLETED);
    }
  }

  private TestCluster cluster(Duration acknowledgeWithin) {
    return TestCluster.start(
        kafka.bootstrapServers(),
        redis,
        INVOKERS,
        OFFLINE_AFTER,
        acknowledgeWithin,
        Duration.ofMillis(200));
  }

  private static InvokerState busiest(TestCluster cluster) {
    return cluster.controller.invokers().stream()
        .max(Comparator.comparingInt(InvokerState::inflight))
        .orElseThrow();
  }

  private static void faults(TestCluster cluster, AckFaults faults) {
    cluster.fleet.invokers().forEach(invoker -> invoker.acknowledge(faults));
  }

  /** Acknowledges them in the place of their invokers. */
  private void acknowledge(TestCluster cluster, List<ActivationResult> ends) {
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(kafka.bootstrapServers())) {
      for (ActivationResult end : ends) {
        Acknowledgement late =
            new Acknowledgement.CompletionMessage(
                new Transaction("t", 1),
                end.activationId(),
                false,
                cluster.fleet.invokers().get(end.invoker()).instance());
        var unused =
            producer.send(
                new ProducerRecord<>(Acknowledgement.topic("0"), MessageWriter.write(late)));
      }
    }
  }
}
