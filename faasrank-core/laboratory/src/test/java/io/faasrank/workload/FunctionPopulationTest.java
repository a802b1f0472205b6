package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Guards against populations that are not what their name says, or change from run to run. */
class FunctionPopulationTest {

  @ParameterizedTest
  @CsvSource({
    "table2, 10, 10, 0.09, 3.52",
    "short, 20, 20, 0.02, 0.5",
    "mixed, 40, 40, 0.01, 60",
    "long, 12, 12, 60, 300",
    "many, 300, 300, 0.002, 30",
    "random, 5, 300, 0.002, 300"
  })
  void kindsHaveTheirNumberAndRunTimes(
      String name, int fewest, int most, double shortest, double longest) {
    for (long seed = 1; seed <= 20; seed++) {
      FunctionPopulation population = FunctionPopulation.draw(PopulationSpec.named(name), seed);

      assertThat(population.members()).hasSizeBetween(fewest, most);
      assertThat(population.functions())
          .allSatisfy(
              f -> {
                assertThat(f.warmSeconds()).isBetween(shortest, longest);
                assertThat(f.memoryMb()).isIn(128, 256, 512, 1024);
                assertThat(f.initSeconds() + f.createSeconds()).isBetween(0.15, 5.7);
              });
      assertThat(population.members().stream().mapToDouble(m -> m.share()).sum())
          .isCloseTo(1, within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("io.faasrank.workload.PopulationSpec#names")
  void theSameSeedDrawsTheSame(String name) {
    PopulationSpec spec = PopulationSpec.named(name);

    assertThat(FunctionPopulation.draw(spec, 7)).isEqualTo(FunctionPopulation.draw(spec, 7));
    assertThat(FunctionPopulation.draw(spec, 8)).isNotEqualTo(FunctionPopulation.draw(spec, 7));
  }

  @Test
  void drawnFunctionsStandInOrderOfTheirRunTime() {
    FunctionPopulation population = FunctionPopulation.draw(PopulationSpec.named("mixed"), 3);

    assertThat(population.functions().get(0).name()).isEqualTo("mixed-01");
    assertThat(population.functions().get(39).name()).isEqualTo("mixed-40");
    assertThat(population.functions().stream().map(FunctionProfile::warmSeconds)).isSorted();
  }

  @Test
  void functionsOfTableIIStayAsTheyAre() {
    FunctionPopulation population = FunctionPopulation.draw(PopulationSpec.named("TABLE2"), 1);

    assertThat(population.functions()).isEqualTo(BenchmarkFunctions.all());
  }

  @Test
  void mostOfManyAreRare() {
    FunctionPopulation population = FunctionPopulation.draw(PopulationSpec.named("many"), 1);

    assertThat(population.members().stream().filter(m -> m.share() < 0.002).count())
        .isGreaterThan(200);
    assertThat(population.members().stream().mapToDouble(m -> m.share()).max().orElseThrow())
        .isBetween(0.1, 0.4);
  }

  @Test
  void aQuarterOfRandomFunctionsIsBurstyAndMediansDiffer() {
    Set<Long> medians = new HashSet<>();
    for (long seed = 1; seed <= 30; seed++) {
      FunctionPopulation population = FunctionPopulation.draw(PopulationSpec.named("random"), seed);
      int n = population.members().size();
      assertThat(population.members().stream().filter(m -> m.bursty()).count())
          .isEqualTo(Math.round(n / 4.0));
      double median = population.functions().get(n / 2).warmSeconds();
      medians.add(Math.round(Math.log10(median)));
    }
    assertThat(medians).contains(-1L, 0L, 1L);
  }

  /** The pairs of all draws together have the correlations that the measurements have. */
  @Test
  void runTimesGoWithColdStartsAndMemory() {
    List<FunctionProfile> all = new ArrayList<>();
    for (long seed = 1; seed <= 10; seed++) {
      all.addAll(FunctionPopulation.draw(PopulationSpec.named("many"), seed).functions());
    }

    assertThat(spearman(all, f -> f.coldSeconds() - f.warmSeconds())).isCloseTo(0.36, within(0.05));
    assertThat(spearman(all, FunctionProfile::memoryMb)).isCloseTo(0.52, within(0.1));
  }

  @Test
  void memoryHasTheRecordedSharesUpToALimit() {
    assertThat(FunctionRanges.memoryMb(0, 512)).isEqualTo(128);
    assertThat(FunctionRanges.memoryMb(0.18, 512)).isEqualTo(256);
    assertThat(FunctionRanges.memoryMb(0.99, 512)).isEqualTo(512);
    assertThat(FunctionRanges.memoryMb(0.99, 1024)).isEqualTo(1024);
    assertThat(FunctionRanges.memoryMb(0.99, 128)).isEqualTo(128);
  }

  @Test
  void quantilesAreThoseOfTheResource() {
    assertThat(FunctionRanges.WARM_SECONDS.between(0, 1_000, 0.5)).isCloseTo(0.633, within(1e-9));
    assertThat(FunctionRanges.WARM_SECONDS.between(0, 1_000, 1)).isCloseTo(121, within(1e-9));
    assertThat(FunctionRanges.WARM_SECONDS.between(1, 2, 0)).isCloseTo(1, within(1e-9));
    assertThat(FunctionRanges.WARM_SECONDS.between(1, 2, 1)).isCloseTo(2, within(1e-9));
  }

  @Test
  void anUnknownKindIsOneLineWithThoseThereAre() {
    assertThatThrownBy(() -> PopulationSpec.named("tiny"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "expected one of the populations table2, short, mixed, long, many, random, found"
                + " \"tiny\"");
  }

  private static double spearman(
      List<FunctionProfile> functions, ToDoubleFunction<FunctionProfile> other) {
    double[] x = ranks(functions.stream().mapToDouble(FunctionProfile::warmSeconds).toArray());
    double[] y = ranks(functions.stream().mapToDouble(other).toArray());
    double mean = (functions.size() - 1) / 2.0;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - mean) * (y[i] - mean);
      xx += (x[i] - mean) * (x[i] - mean);
      yy += (y[i] - mean) * (y[i] - mean);
    }
    return xy / Math.sqrt(xx * yy);
  }

  /** Mean ranks, by counting. */
  private static double[] ranks(double[] values) {
    double[] ranks = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      for (double other : values) {
        ranks[i] += other < values[i] ? 1 : other == values[i] ? 0.5 : 0;
      }
      ranks[i] -= 0.5;
    }
    return ranks;
  }
}
