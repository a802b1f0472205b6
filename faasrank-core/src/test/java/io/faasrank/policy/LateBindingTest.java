package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.FakeCluster;
import io.faasrank.cluster.ResourceMetric;
import org.junit.jupiter.api.Test;

/** Guards against cold starts where a wait is shorter, and waits where a cold start is shorter. */
final class LateBindingTest {

  private static final Action ACTION = Decisions.ACTION;

  private final LateBinding rule = LateBinding.DEFAULT;
  private int running;

  private final FakeCluster view =
      new FakeCluster(2, 2048, 8) {
        @Override
        public int inflight(int position, Action action) {
          return position == 1 ? running : 0;
        }
      };

  @Test
  void nothingIsSentWhereItHasNoMemory() {
    view.setIdleWarm(0, ACTION, 1);
    assertThat(rule.maySend(view, 0, ACTION, 1)).isTrue();
    view.setFreeMemoryMb(0, ACTION.memoryMb() - 1);
    assertThat(rule.maySend(view, 0, ACTION, 1)).isFalse();
  }

  @Test
  void waitsForItsOwnContainerWhereThatIsSoonerThanANewOne() {
    view.setRunSeconds(ACTION, 0.4f);
    view.setInitSeconds(ACTION, 1);
    assertThat(rule.maySend(view, 0, ACTION, 1)).as("none runs").isTrue();
    running = 1;
    assertThat(rule.maySend(view, 0, ACTION, 1)).as("0.4 s to wait").isFalse();
    assertThat(rule.maySend(view, 0, ACTION, 2)).as("0.8 s to wait").isFalse();
    assertThat(rule.maySend(view, 0, ACTION, 3)).as("1.2 s to wait").isTrue();
    running = 2;
    assertThat(rule.maySend(view, 0, ACTION, 3)).as("0.6 s to wait").isFalse();
    view.setIdleWarm(0, ACTION, 1);
    assertThat(rule.maySend(view, 0, ACTION, 3)).as("warm").isTrue();
    assertThat(new LateBinding(0.5f, 0.1f).maySend(view, 1, ACTION, 3)).as("impatient").isTrue();
  }

  @Test
  void doesNotWaitForARunOfUnknownLength() {
    running = 1;
    view.setInitSeconds(ACTION, 1);
    assertThat(rule.maySend(view, 0, ACTION, 1)).isTrue();
  }

  @Test
  void takesASecondForAnInitialisationOfUnknownLength() {
    running = 1;
    view.setRunSeconds(ACTION, 0.9f);
    assertThat(rule.maySend(view, 0, ACTION, 1)).isFalse();
    view.setRunSeconds(ACTION, 1.1f);
    assertThat(rule.maySend(view, 0, ACTION, 1)).isTrue();
  }

  @Test
  void busyCoresGetNoNewContainerButAWarmOneWorks() {
    view.setInflight(0, 8);
    assertThat(rule.maySend(view, 0, ACTION, 1)).as("idle time unknown").isTrue();
    view.setResource(0, ResourceMetric.CPU_IDLE, 801);
    assertThat(rule.maySend(view, 0, ACTION, 1)).as("8 cores, a tenth idle").isTrue();
    view.setResource(0, ResourceMetric.CPU_IDLE, 799);
    assertThat(rule.maySend(view, 0, ACTION, 1)).as("busy").isFalse();
    assertThat(new LateBinding(1, 0).maySend(view, 0, ACTION, 1)).as("never busy").isTrue();
    view.setIdleWarm(0, ACTION, 1);
    assertThat(rule.maySend(view, 0, ACTION, 1)).as("warm").isTrue();
    view.setIdleWarm(0, ACTION, 0);
    view.setInflight(0, 7);
    assertThat(rule.maySend(view, 0, ACTION, 1)).as("a core each").isTrue();
  }

  @Test
  void urgencyIsTheResponseRatio() {
    assertThat(LateBinding.urgency(view, ACTION, 6, true)).as("times unknown").isEqualTo(7);
    view.setRunSeconds(ACTION, 2);
    view.setInitSeconds(ACTION, 1);
    assertThat(LateBinding.urgency(view, ACTION, 6, true)).isEqualTo(4);
    assertThat(LateBinding.urgency(view, ACTION, 6, false)).isEqualTo(3);
    view.setRunSeconds(ACTION, 0);
    assertThat(LateBinding.urgency(view, ACTION, 6, true)).isFinite();
  }

  @Test
  void halfOfAnEqualShareIsEnoughToWait() {
    assertThat(LateBinding.hasShare(0, 1000, 1)).isTrue();
    assertThat(LateBinding.hasShare(249, 1000, 2)).isFalse();
    assertThat(LateBinding.hasShare(250, 1000, 2)).isTrue();
    assertThat(LateBinding.hasShare(0, 0, 2)).isTrue();
  }

  @Test
  void refusesNumbersThatCannotBe() {
    assertThatThrownBy(() -> new LateBinding(-1, 0))
        .hasMessageContaining("patience")
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> new LateBinding(Float.NaN, 0)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new LateBinding(1, 2)).hasMessageContaining("idle share");
  }
}
