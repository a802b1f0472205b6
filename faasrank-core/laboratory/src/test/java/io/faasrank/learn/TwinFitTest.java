package io.faasrank.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.model.ShippedModel;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards against a twin that does not behave as the cluster that wrote the log. */
class TwinFitTest {

  @ParameterizedTest
  @CsvSource({
    "known, 0.6, hashing",
    "unlike, 0.5, faasrank",
    "unlike, 1.3, hashing",
    "dear, 0.5, faasrank"
  })
  void repeatsWhatWasRecorded(String name, double load, String policy) {
    World world =
        switch (name) {
          case "known" -> World.known(1.4, load);
          case "unlike" -> World.unlike(load);
          default -> World.dear(load);
        };
    boolean learned = policy.equals("faasrank");
    ClusterRecord record =
        world.record(1_500, policy, learned ? ShippedModel.open("general") : null, 2);
    LearningRound round = round();
    TwinFit fit = round.fit(round.estimate(record, null), null);
    assertThat(fit.calibration()).isEqualTo(name.equals("dear") ? "openwhisk" : "paper");
    assertThat(fit.activations()).isEqualTo(1_500);
    assertThat(fit.placers()).containsOnlyKeys(policy);
    assertThat(fit.within(10, 5)).as("%s", fit).isTrue();
  }

  /** OpenWhisk draws an invoker where none has memory: most of the time here. */
  @Test
  void repeatsTheDrawsOfTheRecord() {
    ClusterRecord record = World.scarce(1.4, 1.5).record(500, "hashing", null, 1);
    LearningRound round = round();
    TwinFit fit = round.fit(round.estimate(record, null), null);
    assertThat(fit.within(2, 2)).as("%s", fit).isTrue();
    assertThat(fit.spread()).isLessThan(0.01 * fit.mean().recorded());
  }

  private static LearningRound round() {
    return new LearningRound(
        new LearningSettings(1, 0, Duration.ofMinutes(1), 0.3, 1),
        World.CONFIG,
        Clock.systemUTC(),
        LearningListener.NONE);
  }
}
