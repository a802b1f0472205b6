package io.faasrank.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Guards against statistics that drift from the two-pass formula, also where the mean is large
 * beside the deviation, and against a merge that differs from adding the rows.
 */
class RunningStatisticsTest {

  private static final int ROWS = 5_000;

  @Test
  void agreesWithTheTwoPassFormula() {
    float[] rows = rows();
    RunningStatistics statistics = new RunningStatistics(3);
    statistics.add(rows, ROWS);
    check(statistics.toScaler(), rows);
  }

  @Test
  void mergingEqualsAdding() {
    float[] rows = rows();
    RunningStatistics first = new RunningStatistics(3);
    first.add(java.util.Arrays.copyOf(rows, 3 * 700), 700);
    RunningStatistics second = new RunningStatistics(3);
    second.add(java.util.Arrays.copyOfRange(rows, 3 * 700, 3 * ROWS), ROWS - 700);
    first.merge(new RunningStatistics(3));
    first.merge(second);
    check(first.toScaler(), rows);
    RunningStatistics empty = new RunningStatistics(3);
    empty.merge(first);
    assertThat(empty.toScaler().mean()).isEqualTo(first.toScaler().mean());
  }

  @Test
  void leavesTheUnknownOutOfItsColumn() {
    RunningStatistics statistics = new RunningStatistics(2);
    statistics.add(new float[] {1, 5, Float.NaN, 5, 3, Float.POSITIVE_INFINITY}, 3);
    Scaler scaler = statistics.toScaler();
    assertThat(scaler.mean()).containsExactly(2f, 5f);
    assertThat(scaler.deviation()).containsExactly(1f, 1f);
  }

  @Test
  void aColumnThatNeverVariedOrWasNeverSeenKeepsDeviationOne() {
    RunningStatistics statistics = new RunningStatistics(2);
    statistics.add(new float[] {7, Float.NaN, 7, Float.NaN}, 2);
    assertThat(statistics.toScaler().mean()).containsExactly(7f, 0f);
    assertThat(statistics.toScaler().deviation()).containsExactly(1f, 1f);
  }

  private static float[] rows() {
    Random random = new Random(42);
    float[] rows = new float[3 * ROWS];
    for (int r = 0; r < ROWS; r++) {
      rows[3 * r] = (float) random.nextGaussian();
      rows[3 * r + 1] = 1e6f + random.nextInt(100);
      rows[3 * r + 2] = (float) Math.exp(3 * random.nextGaussian());
    }
    return rows;
  }

  private static void check(Scaler scaler, float[] rows) {
    for (int i = 0; i < 3; i++) {
      double mean = 0;
      for (int r = 0; r < ROWS; r++) {
        mean += rows[3 * r + i] / (double) ROWS;
      }
      double variance = 0;
      for (int r = 0; r < ROWS; r++) {
        variance += Math.pow(rows[3 * r + i] - mean, 2) / ROWS;
      }
      double deviation = Math.sqrt(variance);
      assertThat((double) scaler.mean()[i]).isCloseTo(mean, within(1e-6 * Math.abs(mean) + 1e-7));
      assertThat((double) scaler.deviation()[i]).isCloseTo(deviation, within(1e-5 * deviation));
    }
  }
}
