package io.faasrank.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.simulation.Completion;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Guards against steps that are missed when events coincide, and against a comparison that ends
 * with the shorter run.
 */
class InFlightTest {

  /** 1 from 0 to 1, 2 from 1 to 3, 1 from 3 to 4. */
  private static final InFlight FIRST = InFlight.of(List.of(run(0, 3), run(1, 4)));

  /** 2 from 0 to 2, 0 from 2 on. */
  private static final InFlight SECOND = InFlight.of(List.of(run(0, 2), run(0, 2)));

  @Test
  void countsFromArrivalUntilCompletion() {
    assertThat(FIRST.at(-0.5)).isZero();
    assertThat(FIRST.at(0)).isEqualTo(1);
    assertThat(FIRST.at(0.5)).isEqualTo(1);
    assertThat(FIRST.at(1)).isEqualTo(2);
    assertThat(FIRST.at(2.9)).isEqualTo(2);
    assertThat(FIRST.at(3)).isEqualTo(1);
    assertThat(FIRST.at(4)).isZero();
    assertThat(FIRST.at(9)).isZero();
    assertThat(FIRST.endSeconds()).isEqualTo(4);
  }

  @Test
  void oneEndingAsAnotherArrivesIsOneStep() {
    InFlight relay = InFlight.of(List.of(run(0, 1), run(1, 2)));
    assertThat(relay.at(1)).isEqualTo(1);
    assertThat(relay.at(2)).isZero();
    assertThat(relay.area()).isEqualTo(2);
  }

  @Test
  void comparesOverTheLongerDuration() {
    // fewer only from 0 to 1, of 4 seconds; areas: fewer 1, more 2 (from 2 to 3) + 1 (from 3 to 4)
    assertThat(FIRST.compare(SECOND)).isEqualTo(new InFlight.Comparison(0.25, 0.25));
    assertThat(SECOND.compare(FIRST)).isEqualTo(new InFlight.Comparison(0.5, 0.75));
  }

  @Test
  void equalSeriesHaveNoTimeWithFewerAndNoAreaBetween() {
    InFlight.Comparison comparison = FIRST.compare(FIRST);
    assertThat(comparison.timeShare()).isZero();
    assertThat(comparison.areaShare()).isNaN();
  }

  @Test
  void nothingRunIsZeroEverywhere() {
    InFlight nothing = InFlight.of(List.of());
    assertThat(nothing.at(0)).isZero();
    assertThat(nothing.area()).isZero();
    assertThat(nothing.compare(nothing).timeShare()).isNaN();
  }

  /** Little's law, and the comparison against a count at the middle of every small interval. */
  @Test
  void agreesWithCountingNaively() {
    RandomGenerator random = new SplittableRandom(5);
    List<Completion> some = random(random);
    List<Completion> others = random(random);
    InFlight first = InFlight.of(some);
    InFlight second = InFlight.of(others);
    assertThat(first.area())
        .isCloseTo(some.stream().mapToDouble(Completion::completionTime).sum(), within(1e-9));
    double end = Math.max(first.endSeconds(), second.endSeconds());
    int steps = 200_000;
    long fewer =
        IntStream.range(0, steps)
            .mapToDouble(i -> (i + 0.5) * end / steps)
            .filter(t -> count(some, t) < count(others, t))
            .count();
    assertThat(first.compare(second).timeShare()).isCloseTo((double) fewer / steps, within(1e-3));
  }

  private static long count(List<Completion> completions, double time) {
    return completions.stream()
        .filter(c -> c.arrivalSeconds() <= time && time < c.completionSeconds())
        .count();
  }

  private static List<Completion> random(RandomGenerator random) {
    return IntStream.range(0, 40)
        .mapToObj(i -> random.nextDouble(10))
        .map(arrival -> run(arrival, arrival + random.nextDouble(3)))
        .toList();
  }

  private static Completion run(double from, double to) {
    return new Completion(0, 0, from, to, 0, false);
  }
}
