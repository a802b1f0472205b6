package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Guards against arrivals that miss their load, their popularity or their shape in time. */
class OpenArrivalsTest {

  private static final double CORES = 80;

  private static final OpenArrivals HALF =
      OpenArrivals.atLoad(0.5, CORES, OpenArrivalsTest::byMemory, 0.1);

  /** Core time that the arrivals really demand, per second and core. */
  @ParameterizedTest
  @MethodSource("io.faasrank.workload.PopulationSpec#names")
  void theLoadIsWhatWasAskedFor(String name) {
    FunctionPopulation population = FunctionPopulation.draw(PopulationSpec.named(name), 5);

    Workload workload = HALF.first(100_000, population, 9);

    double coreSeconds = 0;
    for (Arrival arrival : workload.arrivals()) {
      FunctionProfile f = workload.functions().get(arrival.function());
      coreSeconds += f.warmSeconds() * arrival.durationFactor() * f.memoryMb() / 100.0;
    }
    double seconds = workload.arrivals().get(99_999).seconds();
    assertThat(coreSeconds / seconds / CORES).isCloseTo(0.5, within(0.03));
    assertThat(100_000 / seconds / HALF.perSecond(population)).isCloseTo(1, within(0.03));
  }

  @Test
  void functionsHaveTheirShares() {
    FunctionPopulation population =
        FunctionPopulation.draw(PopulationSpec.named("short").withBurstyShare(0.25), 5);

    Workload workload = HALF.first(100_000, population, 9);

    for (int f = 0; f < population.members().size(); f++) {
      int function = f;
      double calls = workload.arrivals().stream().filter(a -> a.function() == function).count();
      assertThat(calls / 100_000).isCloseTo(population.members().get(f).share(), within(0.01));
    }
  }

  @Test
  void theSameSeedGivesTheSameAndCountAndTimeAgree() {
    FunctionPopulation population = FunctionPopulation.draw(PopulationSpec.named("random"), 5);

    Workload first = HALF.first(1_000, population, 9);
    double end = first.arrivals().get(599).seconds();

    assertThat(HALF.first(1_000, population, 9)).isEqualTo(first);
    assertThat(HALF.first(1_000, population, 10)).isNotEqualTo(first);
    assertThat(HALF.first(600, population, 9).arrivals())
        .isEqualTo(first.arrivals().subList(0, 600));
    assertThat(HALF.during(Math.nextUp(end), population, 9).arrivals())
        .isEqualTo(first.arrivals().subList(0, 600));
  }

  /** Variance of the invocations in a second over their mean: 1 for a Poisson process. */
  @Test
  void burstsClusterAndOtherArrivalsDoNot() {
    PopulationSpec spec = PopulationSpec.named("short");

    assertThat(dispersion(FunctionPopulation.draw(spec, 5))).isCloseTo(1, within(0.1));
    assertThat(dispersion(FunctionPopulation.draw(spec.withBurstyShare(1), 5))).isGreaterThan(5);
  }

  @Test
  void aDayHasItsShapeAndKeepsTheLoad() {
    FunctionPopulation population = FunctionPopulation.draw(PopulationSpec.named("short"), 5);
    OpenArrivals daily = HALF.with(new DailyShape(0.8, 1_000, 0));

    List<Arrival> arrivals = daily.during(1_000, population, 9).arrivals();

    double firstHalf = arrivals.stream().filter(a -> a.seconds() < 500).count();
    double perSecond = HALF.perSecond(population);
    assertThat(arrivals.size() / 1_000.0 / perSecond).isCloseTo(1, within(0.03));
    // The mean of a sine over its upper half is 2 / pi.
    assertThat(firstHalf / 500 / perSecond).isCloseTo(1 + 0.8 * 2 / Math.PI, within(0.03));
  }

  @Test
  void badFiguresAreRefusedInOneLine() {
    FunctionPopulation population = FunctionPopulation.draw(PopulationSpec.named("short"), 5);

    assertThatThrownBy(() -> OpenArrivals.atLoad(0, CORES, OpenArrivalsTest::byMemory, 0.1))
        .hasMessage("load: expected a number above 0, found 0.0");
    assertThatThrownBy(() -> HALF.first(0, population, 1))
        .hasMessage("arrivals: expected 1 or more, found 0");
    assertThatThrownBy(() -> HALF.during(Double.NaN, population, 1))
        .hasMessage("arrivals: expected more than 0 seconds, found NaN");
    assertThatThrownBy(() -> new DailyShape(1.5, 60, 0))
        .hasMessage("amplitude of the daily shape: expected 0 to 1, found 1.5");
  }

  private static double byMemory(FunctionProfile function) {
    return function.memoryMb() / 100.0;
  }

  private static double dispersion(FunctionPopulation population) {
    int seconds = 2_000;
    double[] counts = new double[seconds];
    for (Arrival arrival : HALF.during(seconds, population, 9).arrivals()) {
      counts[(int) arrival.seconds()]++;
    }
    double mean = 0;
    for (double count : counts) {
      mean += count / seconds;
    }
    double squares = 0;
    for (double count : counts) {
      squares += (count - mean) * (count - mean) / seconds;
    }
    return squares / mean;
  }
}
