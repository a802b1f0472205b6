package io.faasrank.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.feature.FeatureSchema;
import io.faasrank.model.ScoreNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards the numbers that advantages are made of against an independent, quadratic calculation: a
 * reward counted for the wrong action, a discount over steps instead of time, a baseline that mixes
 * actions up.
 */
class ReturnsTest {

  private static final int WIDTH = FeatureSchema.TABLE1.width();

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 30, 1e9, Double.POSITIVE_INFINITY})
  void returnsToGoAreThoseOfANaiveLoop(double horizonSeconds) {
    SplittableRandom random = new SplittableRandom(51);
    Trajectory trajectory = new Trajectory(FeatureSchema.TABLE1, 40);
    double[] seconds = new double[40];
    double[] rewards = new double[40];
    double now = 0;
    for (int i = 0; i < seconds.length; i++) {
      now += i % 7 == 0 ? 0 : random.nextDouble(3);
      seconds[i] = now;
      rewards[i] = -random.nextDouble(100);
      trajectory.act(now, 0, new float[WIDTH], 0, 0);
      trajectory.reward(rewards[i]);
    }
    double[] returns = trajectory.returnsToGo(horizonSeconds);
    for (int i = 0; i < seconds.length; i++) {
      double expected = 0;
      for (int j = i; j < seconds.length; j++) {
        expected += rewards[j] * Math.exp(-(seconds[j] - seconds[i]) / horizonSeconds);
      }
      assertThat(returns[i]).isCloseTo(expected, within(1e-9 * Math.abs(expected)));
    }
    if (Double.isInfinite(horizonSeconds)) {
      assertThat(returns[0]).isCloseTo(trajectory.totalReward(), within(1e-9));
    }
  }

  @Test
  void theReplicaBaselineIsTheMeanAtTheSameAction() {
    List<double[]> baselines =
        Returns.replicaBaselines(
            List.of(new double[] {-9, -3}, new double[] {-6, -6}, new double[] {-3, 0}));
    assertThat(baselines).hasSize(3);
    for (double[] baseline : baselines) {
      assertThat(baseline).containsExactly(new double[] {-6, -3}, within(1e-12));
    }
  }

  @Test
  void theCriticBaselineIsTheMeanOverTheCandidatesOfEachAction() {
    SplittableRandom random = new SplittableRandom(52);
    ScoreNetwork critic = ScoreNetwork.random(WIDTH, random::nextFloat);
    List<Trajectory> trajectories = new ArrayList<>();
    for (int r = 0; r < 2; r++) {
      Trajectory trajectory = new Trajectory(FeatureSchema.TABLE1, 5);
      for (int i = 0; i < 5; i++) {
        float[] rows = new float[(1 + i + r) * WIDTH];
        for (int k = 0; k < rows.length; k++) {
          rows[k] = (float) random.nextGaussian();
        }
        trajectory.act(i, 0, rows, 0, 0);
      }
      trajectories.add(trajectory);
    }
    List<double[]> baselines = Returns.criticBaselines(trajectories, critic);
    for (int r = 0; r < 2; r++) {
      for (int i = 0; i < 5; i++) {
        float[] rows = trajectories.get(r).rows(i);
        double sum = 0;
        for (int candidate = 0; candidate < 1 + i + r; candidate++) {
          float[] score = new float[1];
          float[] row = Arrays.copyOfRange(rows, candidate * WIDTH, rows.length);
          critic.forward(row, 1, score);
          sum += score[0];
        }
        assertThat(baselines.get(r)[i]).isCloseTo(sum / (1 + i + r), within(1e-6));
      }
    }
  }

  @Test
  void explainedVarianceIsOneForPerfectAndZeroForConstantBaselines() {
    List<double[]> returns = List.of(new double[] {-1, -5}, new double[] {-3, -7});
    assertThat(Returns.explainedVariance(returns, returns)).isEqualTo(1);
    List<double[]> constant = List.of(new double[] {-4, -4}, new double[] {-4, -4});
    assertThat(Returns.explainedVariance(returns, constant)).isCloseTo(0, within(1e-12));
    // the replica means -2 and -6 leave errors of 1 each where the returns have a variance of 5
    assertThat(Returns.explainedVariance(returns, Returns.replicaBaselines(returns)))
        .isCloseTo(0.8, within(1e-12));
    assertThat(Returns.explainedVariance(constant, returns)).isNaN();
  }
}
