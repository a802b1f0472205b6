package io.faasrank.testbed.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.cluster.Action;
import io.faasrank.event.EndedHow;
import io.faasrank.event.Placed;
import io.faasrank.event.PolicySaid;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.feature.FeatureSchema;
import io.faasrank.training.LoggedRollout;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Guards against a failure that counts as fast, against the choices of a policy that draws nothing
 * being learnt from, and against others' activations in an episode.
 */
class EpisodeGatheringTest {

  private static final double START_MILLIS = 1_795_485_670_000.0;

  private final EpisodeGathering episode = new EpisodeGathering(Set.of("f"));

  @Test
  void aFailureIsChargedAtItsTimeLimitAndTimesAreVirtual() {
    episode
        .add(placed("a", "hashing", null), START_MILLIS)
        .end(EndedHow.SUCCESS, START_MILLIS + 100);
    episode
        .add(placed("b", "hashing", null), START_MILLIS + 50)
        .end(EndedHow.SYSTEM_ERROR, START_MILLIS + 51);
    assertThat(episode.ended()).isEqualTo(2);
    LoggedRollout rollout = episode.rollout(FeatureSchema.TABLE1, "m", 10);
    assertThat(rollout.learntFrom()).isZero();
    assertThat(rollout.totalReward()).isCloseTo(-10 * (0.1 + 60), within(1e-6));
  }

  @Test
  void aPolicyThatDrawsNothingIsRefused() {
    episode
        .add(placed("a", "faasrank", said("faasrank")), START_MILLIS)
        .end(EndedHow.SUCCESS, START_MILLIS + 1);
    assertThatThrownBy(() -> episode.rollout(FeatureSchema.TABLE1, "m", 1))
        .isInstanceOf(ExperimentFailedException.class)
        .hasMessageEndingWith("they need faasrank.policy = faasrank-sampled");
  }

  @Test
  void whatOthersRunIsNoPartOfIt() {
    assertThat(episode.isOf(placed("a", "hashing", null))).isTrue();
    Placed other =
        new Placed(
            0,
            1,
            "b",
            new Action(1, "guest", "guest/p/g", 128),
            false,
            1,
            60_000,
            0,
            0,
            "hashing",
            "faasrank",
            1,
            null,
            "");
    assertThat(episode.isOf(other)).isFalse();
  }

  private static PolicySaid said(String policy) {
    return new PolicySaid(0, policy, "m", 0, 2, false, 1, 0, 1, 7);
  }

  private static Placed placed(String id, String placer, @Nullable PolicySaid said) {
    return new Placed(
        0,
        id.hashCode(),
        id,
        new Action(0, "guest", "guest/p/f", 128),
        false,
        1,
        60_000,
        0,
        0,
        placer,
        "faasrank",
        1,
        said,
        "");
  }
}
