package io.faasrank.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.event.Placed;
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
    "dear, 0.3, faasrank"
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

  @Test
  void whereActivationsWaitedInTheControllerTheyDoInTheTwin() {
    ClusterRecord record = World.scarce(1.4, 1.5).record(400, "affinity", null, 1);
    LearningRound round = round();
    TwinEstimate onArrival = round.estimate(record, null);
    TwinEstimate late = round.estimate(waited(record), null);
    assertThat(round.fit(late, null).mean().twin())
        .isLessThan(0.9 * round.fit(onArrival, null).mean().twin());
    assertThat(meanSeconds(late)).isLessThan(0.9 * meanSeconds(onArrival));
  }

  private static double meanSeconds(TwinEstimate estimate) {
    return new TwinJudge(estimate, World.CONFIG, 1).meanSeconds(ShippedModel.open("general"));
  }

  /** The same, each a millisecond in the controller. */
  private static ClusterRecord waited(ClusterRecord record) {
    return new ClusterRecord(
        record.startMillis(),
        record.seconds(),
        record.actions(),
        record.activations().stream().map(TwinFitTest::waited).toList(),
        record.earlier(),
        record.later(),
        record.invokers(),
        record.cpu(),
        record.restarts(),
        record.controllers(),
        record.models(),
        record.whole(),
        record.lostEvents(),
        record.missingBatches());
  }

  private static RecordedActivation waited(RecordedActivation each) {
    Placed p = each.placed();
    Placed placed =
        new Placed(
            p.nanos(),
            p.number(),
            p.activationId(),
            p.action(),
            p.blackbox(),
            p.maxConcurrent(),
            p.timeLimitMillis(),
            1,
            p.invoker(),
            p.placer(),
            p.mode(),
            p.placerProbability(),
            p.said(),
            p.fallback());
    return new RecordedActivation(
        each.action(),
        each.invoker(),
        each.placedSeconds(),
        each.endedSeconds(),
        placed,
        each.ended());
  }

  private static LearningRound round() {
    return new LearningRound(
        new LearningSettings(1, 0, Duration.ofMinutes(1), 0.3, 1),
        World.CONFIG,
        Clock.systemUTC(),
        LearningListener.NONE);
  }
}
