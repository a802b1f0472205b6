package io.faasrank.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.simulation.Completion;
import io.faasrank.simulation.Ending;
import io.faasrank.simulation.EpisodeResult;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Guards the definitions of Tables IV and V: a ratio of means and not a mean of ratios, a mean over
 * workloads in which each weighs the same, and differences to the right policy.
 */
class AnalysisTest {

  private static final int LEARNED = 3;
  private static final Analysis EXAMPLE = new Analysis(SmallEvaluation.example());

  /** Mean FCTs of hashing: M1 (2 + 4) / 2 = 3, M2 (10 + 30) / 2 = 20; of the learned 1.5 and 12. */
  @Test
  void relativeIsARatioOfMeansThenAMeanOverWorkloads() {
    assertThat(EXAMPLE.table(Metric.RELATIVE).columns()).containsExactly("mean", "M1", "M2");
    assertThat(values(Metric.RELATIVE, 0)).containsExactly(100.0, 100.0, 100.0);
    assertThat(values(Metric.RELATIVE, LEARNED)).containsExactly(55.0, 50.0, 60.0);
    assertThat(values(Metric.SECONDS, LEARNED)).containsExactly(6.75, 1.5, 12.0);
  }

  @Test
  void equalRatiosInEveryRepetitionHaveNoWidth() {
    Analysis analysis =
        new Analysis(
            new SmallEvaluation(List.of("M1"), 3)
                .with("hashing", PolicyRole.REFERENCE, new double[][][] {{{4}, {10}, {16}}})
                .with("a", PolicyRole.HEURISTIC, new double[][][] {{{3}, {7.5}, {12}}})
                .evaluation());
    for (Interval cell : analysis.table(Metric.RELATIVE).rows().get(1).cells()) {
      assertThat(cell).isEqualTo(new Interval(75, 75, 75));
    }
  }

  @Test
  void twoRepetitionsAreTooFewForIntervals() {
    for (MetricTable.Row row : EXAMPLE.table(Metric.RELATIVE).rows()) {
      assertThat(row.cells()).noneMatch(Interval::bounded);
    }
  }

  @Test
  void differencesAreToTheBestHeuristicAndNotToTheOracle() {
    assertThat(EXAMPLE.bestHeuristic()).hasValue(2);
    assertThat(EXAMPLE.bestLearned()).hasValue(LEARNED);
    assertThat(values(Metric.DIFFERENCE, LEARNED)).containsExactly(-22.5, -25.0, -20.0);
    assertThat(values(Metric.DIFFERENCE, 2)).containsExactly(0.0, 0.0, 0.0);
  }

  /** Heuristic a is the best of M1 (50 %), b of M2 (60 %); the learned policy has 40 % of both. */
  @Test
  void differencesAreToTheBestHeuristicOfEachWorkload() {
    Analysis analysis =
        new Analysis(
            new SmallEvaluation(List.of("M1", "M2"), 2)
                .with("hashing", PolicyRole.REFERENCE, all(10, 10))
                .with("a", PolicyRole.HEURISTIC, all(5, 9))
                .with("b", PolicyRole.HEURISTIC, all(7, 6))
                .with("learned", PolicyRole.LEARNED, all(4, 4))
                .evaluation());
    assertThat(
            analysis.table(Metric.DIFFERENCE).rows().get(3).cells().stream()
                .map(Interval::value)
                .map(Math::round))
        .containsExactly(-15L, -10L, -20L);
  }

  private static double[][][] all(double m1, double m2) {
    return SmallEvaluation.two(new double[] {m1, m1, m1, m1, m2, m2, m2, m2});
  }

  /** Function F under hashing: 1 + 3 + 10 + 20 = 34 in 4 calls; learned: 1 + 2 + 6 + 12 = 21. */
  @Test
  void functionsAreMeansOverAllActivations() {
    assertThat(EXAMPLE.table(Metric.FUNCTION_RELATIVE).columns())
        .containsExactly("worst", "F", "G");
    List<Double> relative = values(Metric.FUNCTION_RELATIVE, LEARNED);
    assertThat(relative.get(1)).isCloseTo(100 * 21 / 34.0, within(1e-9));
    assertThat(relative.get(2)).isCloseTo(100 * 33 / 58.0, within(1e-9));
    assertThat(relative.get(0)).isEqualTo(relative.get(1));
    assertThat(values(Metric.FUNCTION_SECONDS, LEARNED)).containsExactly(8.25, 5.25, 8.25);
  }

  @Test
  void percentilesColdStartsAndInFlight() {
    assertThat(values(Metric.P50, 0)).containsExactly(11.5, 3.0, 20.0);
    // pairs 1 3, 3 5, 10 10, 20 40, of which p percent lies p percent of the way between
    assertThat(values(Metric.P95, 0).get(1)).isCloseTo((2.9 + 4.9) / 2, within(1e-9));
    assertThat(values(Metric.P99, 0).get(2)).isCloseTo((10 + 39.8) / 2, within(1e-9));
    assertThat(values(Metric.COLD, 0)).containsExactly(50.0, 50.0, 50.0);
    assertThat(values(Metric.QUEUE, 0)).containsExactly(0.0, 0.0, 0.0);
    // M1 learned, first repetition: fewer from 1 to 3 of 3 s; second: from 2 to 5 of 5 s
    assertThat(values(Metric.TIME_FEWER, LEARNED).get(1))
        .isCloseTo(50 * (2 / 3.0 + 3 / 5.0), within(1e-9));
    assertThat(values(Metric.AREA, LEARNED)).containsExactly(55.0, 50.0, 60.0);
    assertThat(values(Metric.AREA_FEWER, LEARNED)).containsExactly(100.0, 100.0, 100.0);
    assertThat(values(Metric.TIME_FEWER, 0)).containsExactly(0.0, 0.0, 0.0);
  }

  @Test
  void failuresAndTimeOutsHaveATableWhereThereAreAny() throws IOException {
    List<Completion> half =
        List.of(
            new Completion(0, 0, 0, 1, 0, false),
            new Completion(0, 0, 0, 1, 0, false, Ending.TIMED_OUT));
    Analysis failing =
        new Analysis(
            new Evaluation(
                EXAMPLE.evaluation().provenance(),
                List.of(SmallEvaluation.HASHING),
                List.of("M1"),
                List.of("F"),
                1,
                List.of(CellSummary.of(0, 0, 0, 1, new EpisodeResult(half)))));
    assertThat(failing.table(Metric.FAILED).total(0).value()).isEqualTo(50);
    StringWriter text = new StringWriter();
    ReportFormat.TABLE.write(failing, text);
    assertThat(text.toString()).contains("cold %  failed %  queue s").contains(" 50.00 ");
    assertThat(EXAMPLE.has(Metric.FAILED)).isFalse();
  }

  @Test
  void withoutHeuristicsThereIsNoDifference() {
    Analysis alone =
        new Analysis(
            new SmallEvaluation(List.of("M1"), 1)
                .with("hashing", PolicyRole.REFERENCE, new double[][][] {{{1, 2}}})
                .evaluation());
    assertThat(alone.bestHeuristic()).isEmpty();
    assertThat(alone.bestLearned()).isEmpty();
    assertThat(alone.tables()).hasSize(Metric.values().length - 2);
    assertThatIllegalArgumentException().isThrownBy(() -> alone.table(Metric.DIFFERENCE));
  }

  private static List<Double> values(Metric metric, int policy) {
    return EXAMPLE.table(metric).rows().get(policy).cells().stream().map(Interval::value).toList();
  }
}
