package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.FakeCluster;
import org.junit.jupiter.api.Test;

/**
 * Guards against a hybrid that packs where no core is free, balances where cores are free, or lets
 * a warm container outweigh load.
 */
final class HermodScorerTest {

  private final FakeCluster view = FakeCluster.ofSize(4);

  @Test
  void packsOnABusyInvokerWhileItHasAFreeCore() {
    view.setInflight(2, 7);
    assertThat(decide()).isEqualTo(2);
    view.setInflight(2, 8);
    assertThat(decide()).isZero();
  }

  @Test
  void prefersWarmAmongBusyThenBusyThenWarmAmongEmpty() {
    view.setIdleWarm(3, Decisions.ACTION, 1);
    assertThat(decide()).isEqualTo(3);
    view.setInflight(1, 2);
    view.setInflight(2, 5);
    assertThat(decide()).isEqualTo(1);
    view.setIdleWarm(2, Decisions.ACTION, 1);
    assertThat(decide()).isEqualTo(2);
  }

  @Test
  void balancesByLoadPerCoreWhenNoCoreIsFree() {
    view.setCores(1, 16);
    setInflight(9, 17, 10, 12);
    assertThat(decide()).isEqualTo(1);
  }

  @Test
  void prefersWarmOnlyAmongEquallyLoaded() {
    setInflight(10, 9, 9, 8);
    view.setCores(3, 4);
    view.setIdleWarm(0, Decisions.ACTION, 5);
    assertThat(decide()).isEqualTo(1);
    view.setIdleWarm(2, Decisions.ACTION, 1);
    assertThat(decide()).isEqualTo(2);
  }

  @Test
  void takesAnyFreeCoreBeforeTheLeastLoaded() {
    setInflight(8, 8, 8, 0);
    view.setCores(3, 1);
    assertThat(decide()).isEqualTo(3);
  }

  @Test
  void balancesWhenEveryInvokerIsFullThoughCoresAreFree() {
    setInflight(4, 3, 2, 3);
    for (int i = 0; i < 4; i++) {
      view.setFreeMemoryMb(i, 0);
    }
    assertThat(decide()).isEqualTo(2);
  }

  private void setInflight(int... inflight) {
    for (int i = 0; i < inflight.length; i++) {
      view.setInflight(i, inflight[i]);
    }
  }

  private int decide() {
    return Decisions.decide("hermod", view);
  }
}
