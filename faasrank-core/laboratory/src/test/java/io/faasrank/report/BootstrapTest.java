package io.faasrank.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Guards against intervals that do not cover, that lose the pairing, or that change with what else
 * is evaluated.
 */
class BootstrapTest {

  private static final List<String> ONE = List.of("M1");
  private static final int REPETITIONS = 20;

  /** Of 300 samples of 20 normal values the interval covers the true mean in about 94 %. */
  @Test
  void coversTheTrueMean() {
    RandomGenerator random = new SplittableRandom(11);
    int covered = 0;
    for (int trial = 0; trial < 300; trial++) {
      Bootstrap bootstrap = new Bootstrap(trial, ONE, REPETITIONS);
      double[][] sums = bootstrap.sums(new double[][] {normal(random, 5, 2)});
      Interval interval = bootstrap.interval(draw -> sums[0][draw] / REPETITIONS);
      covered += interval.low() <= 5 && 5 <= interval.high() ? 1 : 0;
    }
    assertThat(covered / 300.0).isBetween(0.88, 0.99);
  }

  /** What two policies share by having the same arrivals cancels only if they are drawn jointly. */
  @Test
  void pairingNarrowsTheInterval() {
    RandomGenerator random = new SplittableRandom(12);
    double[] load = normal(random, 10, 3);
    double[] policy = normal(random, 0, 0.2);
    double[] hashing = load.clone();
    for (int i = 0; i < REPETITIONS; i++) {
      policy[i] += 0.7 * load[i];
    }
    Bootstrap bootstrap = new Bootstrap(1, List.of("M1", "M2"), REPETITIONS);
    double[][] own = bootstrap.sums(new double[][] {policy, policy});
    double[][] reference = bootstrap.sums(new double[][] {hashing, hashing});
    Interval paired = bootstrap.interval(draw -> own[0][draw] / reference[0][draw]);
    Interval unpaired = bootstrap.interval(draw -> own[0][draw] / reference[1][draw]);
    assertThat(paired.halfWidth()).isPositive().isLessThan(unpaired.halfWidth() / 3);
    assertThat(paired.value()).isEqualTo(unpaired.value());
  }

  @Test
  void aWorkloadsIntervalDoesNotDependOnTheOthers() {
    double[] values = normal(new SplittableRandom(13), 1, 1);
    double[] others = normal(new SplittableRandom(14), 9, 1);
    Interval alone = interval(new Bootstrap(3, List.of("M2"), REPETITIONS), 0, values);
    Interval among =
        interval(new Bootstrap(3, List.of("M1", "M2"), REPETITIONS), 1, others, values);
    assertThat(among).isEqualTo(alone);
    assertThat(interval(new Bootstrap(4, List.of("M2"), REPETITIONS), 0, values))
        .isNotEqualTo(alone);
  }

  @Test
  void oneRepetitionHasNoInterval() {
    Interval interval = interval(new Bootstrap(1, ONE, 1), 0, new double[] {4});
    assertThat(interval.value()).isEqualTo(4);
    assertThat(interval.bounded()).isFalse();
  }

  @Test
  void drawsWithoutAnythingToMeasureAreLeftOut() {
    Bootstrap bootstrap = new Bootstrap(1, ONE, 2);
    double[][] sums = bootstrap.sums(new double[][] {{6, 0}});
    double[][] counts = bootstrap.sums(new double[][] {{2, 0}});
    Interval interval = bootstrap.interval(draw -> sums[0][draw] / counts[0][draw]);
    assertThat(interval).isEqualTo(new Interval(3, 3, 3));
    assertThat(bootstrap.interval(draw -> Double.NaN).bounded()).isFalse();
  }

  private static Interval interval(Bootstrap bootstrap, int workload, double[]... values) {
    double[][] sums = bootstrap.sums(values);
    return bootstrap.interval(draw -> sums[workload][draw]);
  }

  private static double[] normal(RandomGenerator random, double mean, double deviation) {
    double[] values = new double[REPETITIONS];
    for (int i = 0; i < REPETITIONS; i++) {
      values[i] = random.nextGaussian(mean, deviation);
    }
    return values;
  }
}
