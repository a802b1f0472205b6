package io.faasrank.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards against intervals that do not cover, that lose the pairing, or that pretend to know
 * something from one or two repetitions.
 */
final class JackknifeTest {

  private static final int TRIALS = 2_000;

  /**
   * Cells like real ones: a repetition's arrivals make it lighter or heavier for both policies by a
   * lognormal factor of deviation 0.5, and each policy has a lognormal factor of its own. A/A rows
   * are true at 100, others at what their factor says.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 3, 0.05, 1",
    "1, 5, 0.05, 1",
    "1, 10, 0.05, 1",
    "1, 3, 0.15, 0.6",
    "1, 5, 0.15, 0.6",
    "1, 10, 0.15, 0.6",
    "10, 3, 0.1, 0.6",
    "10, 5, 0.1, 0.6",
    "10, 10, 0.1, 1"
  })
  void coversTheTrueRatioOfMeans(int workloads, int repetitions, double own, double ratio) {
    RandomGenerator random = new SplittableRandom(11);
    Jackknife jackknife = new Jackknife(workloads, repetitions);
    int covered = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      double[][] policy = new double[workloads][repetitions];
      double[][] reference = new double[workloads][repetitions];
      for (int w = 0; w < workloads; w++) {
        for (int r = 0; r < repetitions; r++) {
          double load = Math.exp(random.nextGaussian(0, 0.5));
          policy[w][r] = ratio * load * Math.exp(random.nextGaussian(0, own));
          reference[w][r] = load * Math.exp(random.nextGaussian(0, own));
        }
      }
      double[][] a = jackknife.sums(policy);
      double[][] b = jackknife.sums(reference);
      Interval interval = jackknife.interval(draw -> meanRatio(a, b, draw));
      covered += interval.low() <= ratio && ratio <= interval.high() ? 1 : 0;
    }
    assertThat(covered / (double) TRIALS).isBetween(0.925, 0.975);
  }

  private static double meanRatio(double[][] a, double[][] b, int draw) {
    double mean = 0;
    for (int w = 0; w < a.length; w++) {
      mean += a[w][draw] / b[w][draw] / a.length;
    }
    return mean;
  }

  /**
   * For a mean the jackknife is the classical interval: 2, 4 and 9 have mean 5 and deviation 3.6.
   */
  @Test
  void isStudentsIntervalForAMean() {
    Jackknife jackknife = new Jackknife(1, 3);
    double[][] sums = jackknife.sums(new double[][] {{2, 4, 9}});
    Interval interval = jackknife.interval(draw -> sums[0][draw] / 3);
    double half = 4.302653 * Math.sqrt(13.0 / 3);
    assertThat(interval.value()).isEqualTo(5);
    assertThat(interval.halfWidth()).isCloseTo(half, within(1e-5));
  }

  /** What two policies share by having the same arrivals cancels only if it is left out jointly. */
  @Test
  void pairingNarrowsTheInterval() {
    RandomGenerator random = new SplittableRandom(12);
    double[] reference = new double[20];
    double[] policy = new double[20];
    for (int i = 0; i < 20; i++) {
      reference[i] = random.nextGaussian(10, 3);
      policy[i] = 0.7 * reference[i] + random.nextGaussian(0, 0.2);
    }
    Jackknife jackknife = new Jackknife(2, 20);
    double[][] own = jackknife.sums(new double[][] {policy, policy});
    double[][] others = jackknife.sums(new double[][] {reference, reference});
    Interval paired = jackknife.interval(draw -> own[0][draw] / others[0][draw]);
    Interval unpaired = jackknife.interval(draw -> own[0][draw] / others[1][draw]);
    assertThat(paired.halfWidth()).isPositive().isLessThan(unpaired.halfWidth() / 3);
    assertThat(paired.value()).isEqualTo(unpaired.value());
  }

  @Test
  void fewerThanThreeRepetitionsHaveNoInterval() {
    Jackknife jackknife = new Jackknife(1, 2);
    double[][] sums = jackknife.sums(new double[][] {{4, 5}});
    Interval interval = jackknife.interval(draw -> sums[0][draw]);
    assertThat(interval.value()).isEqualTo(9);
    assertThat(interval.bounded()).isFalse();
  }

  @Test
  void whatHangsOnOneRepetitionHasNoInterval() {
    Jackknife jackknife = new Jackknife(1, 3);
    double[][] sums = jackknife.sums(new double[][] {{6, 0, 0}});
    double[][] counts = jackknife.sums(new double[][] {{2, 0, 0}});
    Interval interval = jackknife.interval(draw -> sums[0][draw] / counts[0][draw]);
    assertThat(interval.value()).isEqualTo(3);
    assertThat(interval.bounded()).isFalse();
    assertThat(jackknife.interval(draw -> Double.NaN).bounded()).isFalse();
  }
}
