package io.faasrank.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards against steps that are not OpenWhisk's, computed by its own balancer, and against a place
 * on the walk that walking does not lead to.
 */
final class CoprimeStepsTest {

  @ParameterizedTest
  @CsvFileSource(resources = "coprime-steps.csv", numLinesToSkip = 1)
  void keepsTheStepsThatOpenWhiskKeeps(int invokers, String expected) {
    CoprimeSteps steps = CoprimeSteps.of(invokers);
    String kept =
        IntStream.range(0, steps.count())
            .mapToObj(i -> Integer.toString(steps.step(i)))
            .collect(Collectors.joining(" "));
    assertThat(kept).isEqualTo(expected);
  }

  /** The steps as OpenWhisk defines them, found by comparing all pairs. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6, 30, 49, 210, 997, 1000})
  void keepsWhatIsCoprimeToTheSizeAndToAllThatIsKept(int invokers) {
    List<Integer> kept = new ArrayList<>();
    for (int candidate = 1; candidate <= invokers; candidate++) {
      BigInteger number = BigInteger.valueOf(candidate);
      boolean coprime = number.gcd(BigInteger.valueOf(invokers)).equals(BigInteger.ONE);
      for (int each : kept) {
        coprime &= number.gcd(BigInteger.valueOf(each)).equals(BigInteger.ONE);
      }
      if (coprime) {
        kept.add(candidate);
      }
    }
    CoprimeSteps steps = CoprimeSteps.of(invokers);
    assertThat(IntStream.range(0, steps.count()).map(steps::step)).containsExactlyElementsOf(kept);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 9, 10, 64, 97, 100, 1009})
  void solvesEachStepAsAWalkWould(int invokers) {
    CoprimeSteps steps = CoprimeSteps.of(invokers);
    int home = invokers / 3;
    for (int s = 0; s < steps.count(); s++) {
      int[] walk = walk(invokers, home, steps.step(s));
      for (int k = 0; k < invokers; k++) {
        assertThat(steps.walk(home, s).place(walk[k])).isEqualTo(k);
      }
    }
  }

  @Test
  void solvesStepsOfClustersWhoseSquareExceedsAnInt() {
    int invokers = 50_021;
    CoprimeSteps steps = CoprimeSteps.of(invokers);
    for (int s = 0; s < steps.count(); s++) {
      long probes = steps.walk(0, s).place(invokers - 1);
      assertThat(probes * steps.step(s) % invokers).isEqualTo(invokers - 1);
    }
  }

  private static int[] walk(int invokers, int home, int step) {
    int[] walk = new int[invokers];
    for (int k = 0; k < invokers; k++) {
      walk[k] = (int) ((home + (long) k * step) % invokers);
    }
    return walk;
  }
}
