package io.faasrank.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.feature.FeatureSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Guards against a horizon that does not follow the task's own times, a control variate that takes
 * off more or less than the fitted line, and a task that outweighs another.
 */
class CreditTest {

  private static final double NONE = Double.POSITIVE_INFINITY;
  private static final int STEPS = 37;

  @Test
  void theHorizonIsSoManyMeanCompletionTimesOfTheTask() {
    List<Trajectory> rollouts = new ArrayList<>();
    for (double each : new double[] {2, 4}) {
      Trajectory rollout = new Trajectory(FeatureSchema.TABLE1, 3);
      for (int i = 0; i < 3; i++) {
        rollout.pass(i, 0);
        rollout.reward(-each);
      }
      rollouts.add(rollout);
    }
    assertThat(new Credit(2.5, NONE, false, NONE).horizon(rollouts)).isEqualTo(7.5);
    assertThat(Credit.plain(30).horizon(rollouts)).isEqualTo(30);
  }

  /** What lies on a line in each eighth goes altogether; what does not stays as it was. */
  @Test
  void theControlVariateTakesOffTheLineOfEachEighth() {
    List<Trajectory> rollouts = rollouts(new SplittableRandom(1), 4);
    List<double[]> onTheLine = new ArrayList<>();
    for (Trajectory rollout : rollouts) {
      double[] advantages = new double[STEPS];
      for (int i = 0; i < STEPS; i++) {
        advantages[i] = -(3 + eighth(i)) * (rollout.inflightBefore(i) - mean(rollouts, i));
      }
      onTheLine.add(advantages);
    }
    Credit.takeOffInflight(rollouts, onTheLine);
    for (double[] advantages : onTheLine) {
      assertThat(advantages).containsOnly(new double[] {0}, within(1e-9));
    }
  }

  /** The slope by the normal equation, written down anew with plain sums over all pairs. */
  @Test
  void theControlVariateIsThatOfANaiveRegression() {
    SplittableRandom random = new SplittableRandom(2);
    List<Trajectory> rollouts = rollouts(random, 5);
    List<double[]> advantages = noise(random, 5);
    List<double[]> expected = new ArrayList<>();
    for (int r = 0; r < 5; r++) {
      double[] rest = advantages.get(r).clone();
      for (int i = 0; i < STEPS; i++) {
        double xy = 0;
        double xx = 0;
        for (int j = 0; j < STEPS; j++) {
          for (int q = 0; q < 5; q++) {
            if (eighth(j) == eighth(i)) {
              double x = rollouts.get(q).inflightBefore(j) - mean(rollouts, j);
              xy += x * advantages.get(q)[j];
              xx += x * x;
            }
          }
        }
        rest[i] -= xy / xx * (rollouts.get(r).inflightBefore(i) - mean(rollouts, i));
      }
      expected.add(rest);
    }
    Credit.takeOffInflight(rollouts, advantages);
    for (int r = 0; r < 5; r++) {
      assertThat(advantages.get(r)).containsExactly(expected.get(r), within(1e-9));
    }
  }

  @Test
  void rolloutsThatNeverDifferAreLeftAlone() {
    List<Trajectory> rollouts = new ArrayList<>();
    for (int r = 0; r < 2; r++) {
      rollouts.add(rollout(i -> i % 3));
    }
    List<double[]> advantages = noise(new SplittableRandom(3), 2);
    double[] before = advantages.get(1).clone();
    Credit.takeOffInflight(rollouts, advantages);
    assertThat(advantages.get(1)).isEqualTo(before);
  }

  @Test
  void advantagesAreInDeviationsOfTheirTaskAndClipped() {
    List<Trajectory> rollouts = List.of(rollout(i -> 0), rollout(i -> 0));
    List<double[]> returns = List.of(new double[STEPS], new double[STEPS]);
    returns.get(0)[5] = -1_000;
    returns.get(1)[5] = -1_400;
    returns.get(0)[6] = -10;
    List<double[]> advantages =
        new Credit(2.5, NONE, true, 4)
            .advantages(rollouts, returns, Returns.replicaBaselines(returns));
    // differences of 200 twice and of 5 twice among 2 x 37
    double spread = Math.sqrt((2 * 200.0 * 200 + 2 * 5.0 * 5) / (2 * STEPS));
    assertThat(200 / spread).isGreaterThan(4);
    assertThat(advantages.get(0)[5]).isEqualTo(4);
    assertThat(advantages.get(1)[5]).isEqualTo(-4);
    assertThat(advantages.get(0)[6]).isCloseTo(-5 / spread, within(1e-12));
    assertThat(advantages.get(0)[7]).isZero();
  }

  @Test
  void plainAdvantagesStayInSeconds() {
    List<Trajectory> rollouts = List.of(rollout(i -> i), rollout(i -> 2 * i));
    List<double[]> returns = noise(new SplittableRandom(4), 2);
    List<double[]> baselines = noise(new SplittableRandom(5), 2);
    List<double[]> advantages = Credit.plain(NONE).advantages(rollouts, returns, baselines);
    assertThat(advantages.get(1)[3]).isEqualTo(returns.get(1)[3] - baselines.get(1)[3]);
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatThrownBy(() -> new Credit(0, NONE, false, NONE))
        .hasMessage("horizon-completions must be positive or inf, not 0.0");
    assertThatThrownBy(() -> new Credit(NONE, NONE, false, Double.NaN))
        .hasMessage("advantage-clip must be positive or inf, not NaN");
  }

  private static int eighth(int step) {
    int eighth = 0;
    while ((eighth + 1) * STEPS / 8 <= step) {
      eighth++;
    }
    return eighth;
  }

  private static double mean(List<Trajectory> rollouts, int step) {
    return rollouts.stream().mapToInt(r -> r.inflightBefore(step)).average().orElseThrow();
  }

  private static List<Trajectory> rollouts(SplittableRandom random, int count) {
    List<Trajectory> rollouts = new ArrayList<>();
    for (int r = 0; r < count; r++) {
      rollouts.add(rollout(i -> random.nextInt(50)));
    }
    return rollouts;
  }

  private static Trajectory rollout(java.util.function.IntUnaryOperator inflight) {
    Trajectory rollout = new Trajectory(FeatureSchema.TABLE1, STEPS);
    for (int i = 0; i < STEPS; i++) {
      rollout.pass(i, inflight.applyAsInt(i));
    }
    return rollout;
  }

  private static List<double[]> noise(SplittableRandom random, int count) {
    List<double[]> noise = new ArrayList<>();
    for (int r = 0; r < count; r++) {
      noise.add(random.doubles(STEPS, -100, 100).toArray());
    }
    return noise;
  }
}
