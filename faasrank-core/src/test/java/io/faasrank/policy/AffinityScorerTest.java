package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.FakeCluster;
import org.junit.jupiter.api.Test;

/**
 * Guards against load that outweighs a warm container, containers that are pushed out for nothing,
 * and activations under overload that scatter or pile up on one invoker.
 */
final class AffinityScorerTest {

  private final FakeCluster view =
      new FakeCluster(4, 2048, 8) {
        @Override
        public int inflight(int position, Action action) {
          return position == 2 ? own : 0;
        }
      };

  private int own;

  @Test
  void warmComesBeforeLoadAndLoadBeforeAllElse() {
    view.setInflight(0, 1);
    assertThat(decide()).isEqualTo(1);
    view.setInflight(3, 6);
    view.setIdleWarm(3, Decisions.ACTION, 1);
    assertThat(decide()).isEqualTo(3);
    view.setCores(2, 64);
    assertThat(decide()).isEqualTo(3);
    view.setIdleWarm(3, Decisions.ACTION, 0);
    assertThat(decide()).isEqualTo(2);
  }

  @Test
  void ofEquallyLoadedOnesTheOneWithRoomBesideIdleContainers() {
    for (int i = 0; i < 3; i++) {
      view.setIdleMemoryMb(i, 2048);
    }
    assertThat(decide()).isEqualTo(3);
  }

  @Test
  void underOverloadItQueuesBehindItsOwnUntilThatIsTooLong() {
    for (int i = 0; i < 4; i++) {
      view.setFreeMemoryMb(i, 0);
      view.setInflight(i, 10);
    }
    assertThat(decide()).isZero();
    own = 8;
    view.setInflight(2, 20);
    assertThat(decide()).as("2 x 8/21 - 1.64 against - 0.86").isEqualTo(0);
    own = 18;
    assertThat(decide()).as("2 x 18/21 - 1.64 against - 0.86").isEqualTo(2);
    view.setInflight(2, 60);
    own = 58;
    assertThat(decide()).as("2 x 58/61 - 2.68 against - 0.48").isZero();
  }

  private int decide() {
    return Decisions.decide("affinity", view);
  }
}
