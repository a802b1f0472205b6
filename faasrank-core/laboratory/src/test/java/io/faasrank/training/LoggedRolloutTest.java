package io.faasrank.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.feature.FeatureSchema;
import org.junit.jupiter.api.Test;

/**
 * Guards against an episode from a log being worth something else than what it cost, and against a
 * step being learnt from whose rows are unknown.
 */
class LoggedRolloutTest {

  private static final int WIDTH = FeatureSchema.TABLE1.width();

  private final LoggedRollout rollout = new LoggedRollout(FeatureSchema.TABLE1);

  @Test
  void rewardsAreTheTimesInFlightWhateverTheOrderInTheLog() {
    float[] two = new float[2 * WIDTH];
    float[] three = new float[3 * WIDTH];
    // placed at 3, 0, 1; in flight: one from 0, two from 1 to 2, one to 3, two to 5, one to 7
    rollout.drawn(3, three, 2, 0.25, 5);
    rollout.drawn(0, two, 1, 0.5, 7);
    rollout.placed(1, 2);

    Trajectory trajectory = rollout.trajectory();
    assertThat(rollout.size()).isEqualTo(3);
    assertThat(rollout.learntFrom()).isEqualTo(2);
    assertThat(trajectory.returnsToGo(Double.POSITIVE_INFINITY))
        .containsExactly(-(1 + 3 + 6), -(3 + 6), -6);
    assertThat(rollout.totalReward()).isEqualTo(-((5 - 3) + 7 + (2 - 1)));
    assertThat(trajectory.kept(0)).isTrue();
    assertThat(trajectory.kept(1)).isFalse();
    assertThat(trajectory.rows(0)).isSameAs(two);
    assertThat(trajectory.position(0)).isEqualTo(1);
    assertThat(trajectory.logProbability(0)).isEqualTo((float) Math.log(0.5));
    assertThat(trajectory.candidates(2)).isEqualTo(3);
    assertThat(trajectory.inflightBefore(1)).isEqualTo(1);
    assertThat(trajectory.inflightBefore(2)).isEqualTo(1);
  }

  @Test
  void whatCannotHaveBeenIsRefused() {
    float[] rows = new float[WIDTH];
    assertThatThrownBy(() -> rollout.drawn(0, rows, 0, 0, 1))
        .hasMessage("a choice was made with probability 0.0");
    assertThatThrownBy(() -> rollout.placed(2, 1))
        .hasMessage("an activation placed at 2.0 s ended at 1.0 s");
    assertThat(rollout.size()).isZero();
  }
}
