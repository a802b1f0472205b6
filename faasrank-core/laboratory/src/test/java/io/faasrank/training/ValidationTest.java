package io.faasrank.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.Scaler;
import io.faasrank.model.Model;
import io.faasrank.model.ScoreNetwork;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.simulation.Completion;
import io.faasrank.workload.Seeds;
import io.faasrank.workload.Workload;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * Guards against a model chosen by another number than the page says: the best rule of each kind,
 * the activations that count, the geometric mean and the excess.
 */
class ValidationTest {

  @Test
  void theCriterionIsTheGeometricMeanAndTwiceTheMeanExcess() {
    double[] percents = {50, 80, 110, 130};
    double geometric = Math.pow(50.0 * 80 * 110 * 130, 0.25);
    assertThat(Validation.Criterion.GEOMETRIC_AND_EXCESS.of(percents))
        .isCloseTo(geometric + 2 * (10 + 30) / 4.0, within(1e-9));
    assertThat(Validation.Criterion.MEAN.of(percents)).isCloseTo(92.5, within(1e-9));
  }

  @Test
  void aKindIsRelativeToItsOwnBestRuleOverWhatCounts() {
    Task all = task(0, 0);
    Task late = task(1, 10);
    Model model = model();
    double expected = 0;
    for (Task task : List.of(all, late)) {
      double best = Double.POSITIVE_INFINITY;
      for (String rule : List.of("hashing", "least-connections")) {
        best = Math.min(best, seconds(task, Policies.create(rule, () -> new NetworkScorer(model))));
      }
      Policy learned = Policies.create("faasrank", () -> new NetworkScorer(model));
      expected += 100 * seconds(task, learned) / best / 2;
    }
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      Validation validation =
          new Validation(
              List.of(
                  new Validation.TaskKind(List.of(all)), new Validation.TaskKind(List.of(late))),
              List.of("hashing", "least-connections"),
              Validation.Criterion.MEAN);
      assertThat(validation.with(new Rollouts(pool)).percent(model))
          .isCloseTo(expected, within(1e-9))
          .isEqualTo(validation.with(new Rollouts(pool)).percent(model));
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void stepsAreDrawnFromThoseThatCount() {
    for (int seed = 0; seed < 50; seed++) {
      BitSet drawn = Rollouts.drawn(30, 50, 7, seed);
      assertThat(drawn.cardinality()).isEqualTo(7);
      assertThat(drawn.nextSetBit(0)).isGreaterThanOrEqualTo(30);
      assertThat(drawn.length()).isLessThanOrEqualTo(50);
    }
    assertThat(Rollouts.drawn(30, 50, 0, 1).cardinality()).isEqualTo(20);
    assertThat(Rollouts.drawn(30, 50, 20, 1).cardinality()).isEqualTo(20);
    assertThatThrownBy(() -> task(0, 24))
        .hasMessage("task long does not count 24 of its activations");
  }

  private static double seconds(Task task, Policy policy) {
    return task.simulator().run(task.workload(), policy, 0).completions().stream()
        .skip(task.uncounted())
        .mapToDouble(Completion::completionTime)
        .average()
        .orElseThrow();
  }

  private static Task task(int draw, int uncounted) {
    Workload workload = SmallTraining.source(3).workload(SmallTraining.LONG, draw, 0);
    return new Task("long", SmallTraining.SIMULATOR, workload, uncounted);
  }

  private static Model model() {
    int width = FeatureSchema.GENERAL.width();
    ScoreNetwork network = ScoreNetwork.random(width, Seeds.generator(5)::nextFloat, 1);
    return new Model(FeatureSchema.GENERAL, Scaler.identity(width), network, network, Map.of());
  }
}
