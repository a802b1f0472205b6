package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Guards against invocations moved to another second, durations whose mean is not the function's,
 * and simultaneous invocations always in the functions' order.
 */
class ReplayTest {

  private static InvocationCounts counts(int perSecond) {
    int[][] counts = new int[10][2];
    for (int[] function : counts) {
      function[1] = perSecond;
    }
    return new InvocationCounts(counts);
  }

  @Test
  void everyInvocationStaysInItsSecond() {
    Workload workload =
        new Replay(Spacing.EVEN, 0.5)
            .workload("w", BenchmarkFunctions.all(), counts(3), Seeds.generator(1));

    assertThat(workload.name()).isEqualTo("w");
    assertThat(workload.functions()).isEqualTo(BenchmarkFunctions.all());
    assertThat(workload.arrivals()).hasSize(30).allMatch(a -> a.seconds() >= 1 && a.seconds() < 2);
    for (int f = 0; f < 10; f++) {
      int function = f;
      assertThat(workload.arrivals().stream().filter(a -> a.function() == function)).hasSize(3);
    }
  }

  @Test
  void roundingNeverReachesTheNextSecond() {
    RandomGenerator seeded = Seeds.generator(1);
    RandomGenerator largest =
        new RandomGenerator() {
          @Override
          public long nextLong() {
            return seeded.nextLong();
          }

          @Override
          public double nextDouble() {
            return Math.nextDown(1.0);
          }

          @Override
          public double nextGaussian() {
            return seeded.nextGaussian();
          }
        };

    Workload workload =
        new Replay(Spacing.UNIFORM, 0).workload("w", BenchmarkFunctions.all(), counts(1), largest);

    assertThat(workload.arrivals()).allMatch(a -> a.seconds() < 2);
  }

  @Test
  void durationsHaveMeanOneAndTheirCoefficientOfVariation() {
    List<Arrival> arrivals =
        new Replay(Spacing.UNIFORM, 0.5)
            .workload("w", BenchmarkFunctions.all(), counts(20_000), Seeds.generator(1))
            .arrivals();
    double mean = arrivals.stream().mapToDouble(Arrival::durationFactor).average().orElseThrow();
    double variance =
        arrivals.stream()
            .mapToDouble(a -> Math.pow(a.durationFactor() - mean, 2))
            .average()
            .orElseThrow();

    assertThat(mean).isCloseTo(1, within(0.01));
    assertThat(Math.sqrt(variance)).isCloseTo(0.5, within(0.01));
  }

  @Test
  void withoutVariationDurationsAreTheMean() {
    assertThat(
            new Replay(Spacing.UNIFORM, 0)
                .workload("w", BenchmarkFunctions.all(), counts(2), Seeds.generator(1))
                .arrivals())
        .allMatch(a -> a.durationFactor() == 1);
  }

  @Test
  void simultaneousInvocationsComeInRandomOrder() {
    Replay burst = new Replay(Spacing.BURST, 0);

    List<Integer> one =
        functions(burst.workload("w", BenchmarkFunctions.all(), counts(1), Seeds.generator(1)));
    List<Integer> two =
        functions(burst.workload("w", BenchmarkFunctions.all(), counts(1), Seeds.generator(2)));

    assertThat(one).isNotEqualTo(two).containsExactlyInAnyOrderElementsOf(two);
  }

  private static List<Integer> functions(Workload workload) {
    return workload.arrivals().stream().map(Arrival::function).toList();
  }

  @Test
  void refusesAnImpossibleVariation() {
    for (double wrong : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Replay(Spacing.EVEN, wrong))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "coefficient of variation of durations: expected a number of 0 or more, found "
                  + wrong);
    }
  }
}
