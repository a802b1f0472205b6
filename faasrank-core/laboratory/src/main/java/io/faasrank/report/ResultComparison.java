package io.faasrank.report;

import io.faasrank.workload.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A policy of one result against a policy of another, in percent of the first.
 *
 * <p>Where repetitions of both have the same arrivals they are compared in pairs, so that what is
 * common to them cancels. Otherwise the results are independent, and either's repetitions are left
 * out for themselves. The mean is over the workloads that both results have, each weighing the
 * same, as in Table V. In regimes a repetition draws related arrivals in all of them, and so is
 * left out of all at once.
 *
 * <p>Intervals are of {@link #LEVEL_PERCENT} %, wider than those of the reports: a gate runs at
 * every change, and at 95 % every twentieth comparison of equal results would cry. Measured by
 * {@code ResultComparisonTest}.
 *
 * @param before policy of the first result
 * @param after policy of the second
 * @param paired whether both have the same arrivals
 * @param repetitions compared of each workload: those that both have
 * @param rows the mean over workloads first, metric by metric, then the workloads
 */
public record ResultComparison(
    String before, String after, boolean paired, int repetitions, List<ComparedFigure> rows) {

  /** Level of the intervals, percent. */
  public static final int LEVEL_PERCENT = 99;

  /** Column of the mean over workloads. */
  public static final String MEAN = "mean";

  /**
   * One figure of both.
   *
   * @param workload or {@link #MEAN}
   * @param first the first result's, in the metric's unit
   * @param second the second's
   * @param percent the second in percent of the first
   */
  public record ComparedFigure(
      ComparedMetric metric, String workload, double first, double second, Interval percent) {}

  /** What can be said of the second result beside the first. */
  public enum Verdict {
    FASTER("faster"),
    SLOWER("slower"),
    NO_DIFFERENCE("no difference shown"),
    TOO_FEW("too few repetitions to tell");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  public ResultComparison {
    rows = List.copyOf(rows);
  }

  /**
   * Compares.
   *
   * @throws InvalidInputException where the results have nothing in common
   */
  public static ResultComparison of(StoredResult a, String before, StoredResult b, String after) {
    require(a, before);
    require(b, after);
    List<String> common = a.workloads().stream().filter(b.workloads()::contains).toList();
    if (common.isEmpty()) {
      throw new InvalidInputException(
          "no workload is in both results: %s has %s, %s has %s"
              .formatted(a.source(), a.workloads(), b.source(), b.workloads()));
    }
    int repetitions = Math.min(a.repetitions(), b.repetitions());
    boolean paired = paired(a, before, b, after, common, repetitions);
    List<ComparedFigure> rows = new ArrayList<>();
    List<Figures> figures = new ArrayList<>();
    for (ComparedMetric metric : ComparedMetric.values()) {
      double[][] first = values(a, before, common, repetitions, metric);
      double[][] second = values(b, after, common, repetitions, metric);
      figures.add(new Figures(metric, paired, a.regimes(), first, second));
    }
    figures.forEach(each -> rows.add(each.mean()));
    for (int w = 0; w < common.size(); w++) {
      for (Figures each : figures) {
        rows.add(each.of(w, common.get(w)));
      }
    }
    return new ResultComparison(before, after, paired, repetitions, rows);
  }

  private static void require(StoredResult result, String policy) {
    if (!result.has(policy)) {
      throw new InvalidInputException(
          "%s has no policy '%s', expected one of %s"
              .formatted(
                  result.source(),
                  policy,
                  String.join(
                      ", ", result.policies().stream().map(EvaluatedPolicy::name).toList())));
    }
  }

  /** Equal seeds, and as many calls of each function in every episode: the same arrivals. */
  private static boolean paired(
      StoredResult a,
      String before,
      StoredResult b,
      String after,
      List<String> workloads,
      int repetitions) {
    return a.seed() == b.seed()
        && workloads.stream()
            .allMatch(
                workload ->
                    Stream.iterate(0, r -> r + 1)
                        .limit(repetitions)
                        .allMatch(
                            r ->
                                a.episode(before, workload, r)
                                    .arrivals()
                                    .equals(b.episode(after, workload, r).arrivals())));
  }

  private static double[][] values(
      StoredResult result,
      String policy,
      List<String> workloads,
      int repetitions,
      ComparedMetric metric) {
    double[][] values = new double[workloads.size()][repetitions];
    for (int w = 0; w < values.length; w++) {
      for (int r = 0; r < repetitions; r++) {
        values[w][r] =
            result.episode(policy, workloads.get(w), r).figures().getOrDefault(metric, Double.NaN);
      }
    }
    return values;
  }

  /** The rows of a metric, the mean first. */
  List<ComparedFigure> of(ComparedMetric metric) {
    return rows.stream().filter(row -> row.metric() == metric).toList();
  }

  /** The mean completion time, which decides the verdict. */
  public ComparedFigure overall() {
    return rows.get(ComparedMetric.FCT.ordinal());
  }

  /** Whether the second result differs from the first in its mean completion time. */
  public Verdict verdict() {
    Interval percent = overall().percent();
    if (!percent.bounded()) {
      return Verdict.TOO_FEW;
    }
    if (percent.low() > 100) {
      return Verdict.SLOWER;
    }
    return percent.high() < 100 ? Verdict.FASTER : Verdict.NO_DIFFERENCE;
  }

  /** One metric of both results, by workload and repetition. */
  private static final class Figures {

    private final ComparedMetric metric;
    private final Jackknife jackknife;
    private final int repetitions;
    private final double[][] first;
    private final double[][] second;

    Figures(
        ComparedMetric metric,
        boolean paired,
        boolean together,
        double[][] first,
        double[][] second) {
      this.metric = metric;
      int workloads = together ? 1 : first.length;
      repetitions = first[0].length;
      jackknife = new Jackknife(paired ? workloads : 2 * workloads, repetitions, LEVEL_PERCENT);
      if (together) {
        this.first = new double[first.length][];
        this.second = new double[first.length][];
        for (int w = 0; w < first.length; w++) {
          double[][] both = {first[w], second[w]};
          this.first[w] = jackknife.sums(paired ? new double[][] {first[w]} : both)[0];
          this.second[w] =
              paired ? jackknife.sums(new double[][] {second[w]})[0] : jackknife.sums(both)[1];
        }
      } else if (paired) {
        this.first = jackknife.sums(first);
        this.second = jackknife.sums(second);
      } else {
        double[][] both =
            jackknife.sums(Stream.of(first, second).flatMap(Stream::of).toArray(double[][]::new));
        this.first = Stream.of(both).limit(workloads).toArray(double[][]::new);
        this.second = Stream.of(both).skip(workloads).toArray(double[][]::new);
      }
    }

    ComparedFigure of(int workload, String name) {
      return new ComparedFigure(
          metric,
          name,
          first[workload][Jackknife.EVERY] / repetitions,
          second[workload][Jackknife.EVERY] / repetitions,
          jackknife.interval(draw -> percent(workload, draw)));
    }

    ComparedFigure mean() {
      return new ComparedFigure(
          metric,
          MEAN,
          Stream.of(first).mapToDouble(sums -> sums[Jackknife.EVERY]).average().orElse(Double.NaN)
              / repetitions,
          Stream.of(second).mapToDouble(sums -> sums[Jackknife.EVERY]).average().orElse(Double.NaN)
              / repetitions,
          jackknife.interval(this::meanPercent));
    }

    private double meanPercent(int draw) {
      double sum = 0;
      for (int w = 0; w < first.length; w++) {
        sum += percent(w, draw);
      }
      return sum / first.length;
    }

    /** Nothing in percent of nothing is 100. */
    private double percent(int workload, int draw) {
      double one = first[workload][draw];
      double other = second[workload][draw];
      return one == other ? 100 : 100 * other / one;
    }
  }
}
