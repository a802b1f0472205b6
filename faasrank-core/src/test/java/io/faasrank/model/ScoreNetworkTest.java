package io.faasrank.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.feature.FeatureSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards the forward pass against transposed weights, skipped columns (odd and even widths) and
 * scratch shared between threads, by dot products in double precision.
 */
class ScoreNetworkTest {

  @Test
  void twoNetworksHaveThePapersNumberOfParameters() {
    ScoreNetwork network =
        ScoreNetwork.random(FeatureSchema.TABLE1.width(), new Random(1)::nextFloat);
    assertThat(2 * network.parameterCount()).isEqualTo(2_818);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 26, 30})
  void agreesWithDotProductsInDoublePrecision(int inputs) {
    Random random = new Random(7);
    ScoreNetwork network = ScoreNetwork.random(inputs, random::nextFloat);
    float[] rows = rows(200, inputs, random);
    float[] scores = new float[200];
    network.forward(rows, 200, scores);
    double sum = 0;
    for (int r = 0; r < 200; r++) {
      double expected = reference(network, rows, r);
      sum += expected;
      assertThat((double) scores[r]).isCloseTo(expected, within(1e-5));
    }
    assertThat((double) network.mean(rows, 200)).isCloseTo(sum / 200, within(1e-5));
  }

  @Test
  void aRowsScoreDoesNotDependOnItsNeighbours() {
    Random random = new Random(8);
    ScoreNetwork network = ScoreNetwork.random(26, random::nextFloat);
    float[] rows = rows(1_000, 26, random);
    float[] scores = new float[1_000];
    network.forward(rows, 1_000, scores);
    float[] single = new float[1];
    for (int r = 0; r < 1_000; r++) {
      float[] row = java.util.Arrays.copyOfRange(rows, r * 26, (r + 1) * 26);
      network.forward(row, 1, single);
      assertThat(single[0]).isEqualTo(scores[r]);
    }
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    Random random = new Random(9);
    ScoreNetwork network = ScoreNetwork.random(26, random::nextFloat);
    float[] rows = rows(50, 26, random);
    float[] expected = new float[50];
    network.forward(rows, 50, expected);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        results.add(
            pool.submit(
                () -> {
                  float[] scores = new float[50];
                  for (int i = 0; i < 2_000; i++) {
                    network.forward(rows, 50, scores);
                    assertThat(scores).isEqualTo(expected);
                  }
                }));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void startsAsPyTorchDoesAndRepeatsUnderASeed() {
    ScoreNetwork network = ScoreNetwork.random(26, new Random(3)::nextFloat);
    float[][] again = ScoreNetwork.random(26, new Random(3)::nextFloat).parameters();
    float[][] quiet = ScoreNetwork.random(26, new Random(3)::nextFloat, 0.01f).parameters();
    float[][] parameters = network.parameters();
    assertThat(parameters).isDeepEqualTo(again);
    float bound = (float) (1 / Math.sqrt(26));
    float largest = 0;
    for (float weight : parameters[0]) {
      largest = Math.max(largest, Math.abs(weight));
    }
    assertThat(largest).isBetween(0.98f * bound, bound);
    assertThat(quiet[0]).isEqualTo(parameters[0]);
    for (int i = 0; i < 16; i++) {
      assertThat(quiet[4][i]).isCloseTo(0.01f * parameters[4][i], within(1e-8f));
    }
  }

  @Test
  void isNotChangedThroughItsArrays() {
    Random random = new Random(4);
    float[][] parameters = ScoreNetwork.random(26, random::nextFloat).parameters();
    ScoreNetwork network = new ScoreNetwork(26, parameters);
    float[] row = rows(1, 26, random);
    float before = network.mean(row, 1);
    parameters[5][0] = 99;
    network.parameters()[5][0] = 99;
    assertThat(network.mean(row, 1)).isEqualTo(before);
  }

  @Test
  void namesTheTensorThatIsWrong() {
    float[][] parameters = ScoreNetwork.random(26, new Random(5)::nextFloat).parameters();
    parameters[3][2] = Float.NaN;
    assertThatThrownBy(() -> new ScoreNetwork(26, parameters))
        .hasMessage("tensor 2.bias holds NaN at 2, expected at most 1e9");
    parameters[3][2] = -2e9f;
    assertThatThrownBy(() -> new ScoreNetwork(26, parameters)).hasMessageContaining("-2.0E9");
    parameters[3] = new float[15];
    assertThatThrownBy(() -> new ScoreNetwork(26, parameters))
        .hasMessage("tensor 2.bias has 15 values, expected 16");
    assertThatThrownBy(() -> new ScoreNetwork(26, new float[5][]))
        .hasMessageContaining("5 tensors");
  }

  @Test
  void theLargestWeightsAndRowsStillGiveANumber() {
    float[][] parameters = ScoreNetwork.random(26, new Random(6)::nextFloat).parameters();
    for (float[] parameter : parameters) {
      java.util.Arrays.fill(parameter, ScoreNetwork.MAX_WEIGHT);
    }
    float[] row = new float[26];
    java.util.Arrays.fill(row, 5f);
    assertThat(new ScoreNetwork(26, parameters).mean(row, 1)).isFinite();
  }

  private static float[] rows(int count, int width, Random random) {
    float[] rows = new float[count * width];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = 10 * random.nextFloat() - 5;
    }
    return rows;
  }

  private static double reference(ScoreNetwork network, float[] rows, int row) {
    float[][] p = network.parameters();
    double[] x = new double[network.inputs()];
    for (int i = 0; i < x.length; i++) {
      x[i] = rows[row * x.length + i];
    }
    double[] hidden1 = layer(p[0], p[1], x);
    double[] hidden2 =
        layer(p[2], p[3], java.util.Arrays.stream(hidden1).map(Math::tanh).toArray());
    return layer(p[4], p[5], java.util.Arrays.stream(hidden2).map(Math::tanh).toArray())[0];
  }

  private static double[] layer(float[] weight, float[] bias, double[] x) {
    double[] y = new double[bias.length];
    for (int o = 0; o < y.length; o++) {
      y[o] = bias[o];
      for (int i = 0; i < x.length; i++) {
        y[o] += weight[o * x.length + i] * x[i];
      }
    }
    return y;
  }
}
