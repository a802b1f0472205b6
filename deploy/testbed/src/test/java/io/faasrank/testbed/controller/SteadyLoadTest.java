package io.faasrank.testbed.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.testbed.embedded.EmbeddedKafka;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import io.faasrank.testbed.invoker.EmulatedInvoker;
import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/**
 * Guards the whole way of an activation, through Kafka and back, with 100 invokers and 200
 * activations a second: that none is lost, done twice or left over, and that the policy decides.
 * For the minute that counts, {@code -Dfaasrank.testbed.seconds=60}; the test prints what it
 * measured.
 */
final class SteadyLoadTest {

  private static final int INVOKERS = 100;
  private static final int PER_SECOND = 200;
  private static final int SECONDS = Integer.getInteger("faasrank.testbed.seconds", 8);

  @Test
  void nothingIsLostDoubledOrLeftOver() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        EmbeddedRedis redis = EmbeddedRedis.start();
        TestCluster cluster =
            TestCluster.start(
                kafka.bootstrapServers(),
                redis,
                INVOKERS,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1))) {
      Load load = new Load(cluster, 600);
      // second by second, so that a machine that stood still makes good no more than one at once
      for (int second = 0; second < SECONDS; second++) {
        load.run(PER_SECOND, Duration.ofSeconds(1));
      }
      long sent = (long) PER_SECOND * SECONDS;
      cluster.await().until(cluster::empty);

      assertThat(load.results()).hasSize((int) sent);
      assertThat(cluster.controller.totals())
          .isEqualTo(new ControllerTotals(sent, sent, 0, 0, 0, 0, 0, 0, 0));
      assertThat(load.results().stream().map(ActivationResult::activationId).distinct().count())
          .isEqualTo(sent);
      assertThat(cluster.outcomes("completed")).isEqualTo(sent);
      assertThat(cluster.byPolicy() + cluster.byHashing()).isEqualTo(sent);
      assertThat(cluster.byPolicy()).isGreaterThan(sent / 2);
      // an invoker counts after it has sent
      cluster.await().until(() -> ran(cluster) >= sent + tests(cluster));
      assertThat(ran(cluster)).isEqualTo(sent + tests(cluster));
      report(cluster);
    }
  }

  private static long ran(TestCluster cluster) {
    return cluster.fleet.invokers().stream().mapToLong(EmulatedInvoker::completed).sum();
  }

  /** Tests of health: the first, and one more for its success. */
  private static long tests(TestCluster cluster) {
    return 2L * cluster.fleet.invokers().size();
  }

  private static void report(TestCluster cluster) {
    Histogram decisions = cluster.metrics.distribution(OperatorMetric.DECISION_TIME, "faasrank");
    Histogram completions =
        cluster.metrics.distribution(OperatorMetric.COMPLETION_TIME, "faasrank");
    System.out.printf(
        Locale.ROOT,
        "%d invokers, %d/s for %d s: by policy %d, by hashing %d; decision p50 %.1f us, p99 %.1f us,"
            + " highest %.1f us; completion p50 %d ms, p99 %d ms%n",
        INVOKERS,
        PER_SECOND,
        SECONDS,
        cluster.byPolicy(),
        cluster.byHashing(),
        decisions.getValueAtPercentile(50) / 1e3,
        decisions.getValueAtPercentile(99) / 1e3,
        decisions.getMaxValue() / 1e3,
        completions.getValueAtPercentile(50),
        completions.getValueAtPercentile(99));
  }
}
