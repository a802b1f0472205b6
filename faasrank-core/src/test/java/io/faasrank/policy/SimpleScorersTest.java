package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.cluster.FakeCluster;
import org.junit.jupiter.api.Test;

/**
 * The policies whose rule is one line. Guards against a reversed sign, a tie broken the wrong way,
 * and a rule that ignores what happens when all invokers are full.
 */
final class SimpleScorersTest {

  @Test
  void leastConnectionsCountsActivationsInFlight() {
    FakeCluster view = FakeCluster.ofSize(4);
    view.setInflight(0, 3);
    view.setInflight(1, 1);
    view.setInflight(2, 1);
    view.setInflight(3, 2);
    view.setFreeMemoryMb(1, 256);
    assertThat(Decisions.decide("least-connections", view)).isEqualTo(1);
    view.setInflight(3, 0);
    assertThat(Decisions.decide("least-connections", view)).isEqualTo(3);
  }

  @Test
  void leastPerCoreCountsTheNewOneAndTheCores() {
    FakeCluster view = FakeCluster.ofSize(3);
    view.setCores(1, 16);
    assertThat(Decisions.decide("least-per-core", view)).isEqualTo(1);
    view.setInflight(1, 2);
    assertThat(Decisions.decide("least-per-core", view)).as("1/8 against 3/16").isZero();
  }

  @Test
  void warmShortestQueueTakesTheLeastLoadedOfTheWarmElseOfAll() {
    FakeCluster view = FakeCluster.ofSize(4);
    view.setInflight(0, 1);
    assertThat(Decisions.decide("warm-shortest-queue", view)).isEqualTo(1);
    view.setIdleWarm(2, Decisions.ACTION, 1);
    view.setIdleWarm(3, Decisions.ACTION, 1);
    view.setInflight(2, 20);
    view.setInflight(3, 19);
    assertThat(Decisions.decide("warm-shortest-queue", view)).isEqualTo(3);
  }

  @Test
  void leastWorkLooksAtWorkPerMemory() {
    FakeCluster view = FakeCluster.ofSize(3);
    view.setWorkMbSeconds(0, 500);
    view.setWorkMbSeconds(1, 400);
    view.setWorkMbSeconds(2, 300);
    view.setInflight(2, 50);
    assertThat(Decisions.decide("least-work", view)).isEqualTo(2);
    FakeCluster unequal = new FakeCluster(1, 1024, 8);
    unequal.resize(2, 4096, 8);
    unequal.setWorkMbSeconds(0, 100);
    unequal.setWorkMbSeconds(1, 300);
    assertThat(Decisions.decide("least-work", unequal)).isEqualTo(1);
  }

  @Test
  void mostFreeMemoryLooksAtMemoryAndNotAtCounts() {
    FakeCluster view = FakeCluster.ofSize(3);
    view.setFreeMemoryMb(0, 1024);
    view.setFreeMemoryMb(1, 1536);
    view.setInflight(1, 9);
    view.setFreeMemoryMb(2, 1536);
    assertThat(Decisions.decide("most-free-memory", view)).isEqualTo(1);
  }

  @Test
  void mostFreeMemoryPrefersTheLeastOvercommittedWhenAllAreFull() {
    FakeCluster view = FakeCluster.ofSize(2);
    view.setFreeMemoryMb(0, -1024);
    view.setFreeMemoryMb(1, -256);
    assertThat(Decisions.decide("most-free-memory", view)).isEqualTo(1);
  }

  @Test
  void greedyFillsTheLowestInvokerFirst() {
    FakeCluster view = FakeCluster.ofSize(3);
    view.setInflight(0, 7);
    view.setFreeMemoryMb(0, 256);
    assertThat(Decisions.decide("greedy", view)).isZero();
    view.setFreeMemoryMb(0, 255);
    assertThat(Decisions.decide("greedy", view)).isEqualTo(1);
  }

  @Test
  void greedyTakesTheLeastBusyWhenAllAreFull() {
    FakeCluster view = FakeCluster.ofSize(3);
    for (int i = 0; i < 3; i++) {
      view.setFreeMemoryMb(i, 0);
      view.setInflight(i, 9 - i);
    }
    assertThat(Decisions.decide("greedy", view)).isEqualTo(2);
  }

  @Test
  void clairvoyantAddsTheLeastCompletionTime() {
    OracleCluster view = new OracleCluster(3);
    view.setMarginalSeconds(4.5, 1.25, 3);
    assertThat(Decisions.decide("clairvoyant", view)).isEqualTo(1);
    assertThat(Decisions.scores(new ClairvoyantScorer(), view)).containsExactly(-4.5f, -1.25f, -3f);
  }

  @Test
  void clairvoyantRefusesAClusterThatCannotTellTheFuture() {
    assertThatThrownBy(() -> Decisions.decide("clairvoyant", FakeCluster.ofSize(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "policy clairvoyant needs the simulator: io.faasrank.cluster.FakeCluster does not know"
                + " true durations");
  }
}
