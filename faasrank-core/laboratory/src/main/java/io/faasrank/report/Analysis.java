package io.faasrank.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * All tables of an evaluation, computed once.
 *
 * <p>Relative figures follow Table V: per workload 100 times the policy's mean over repetitions
 * divided by hashing's, and in the column {@code mean} the mean of these over workloads, so that a
 * long workload weighs no more than a short one.
 */
public final class Analysis {

  private final Evaluation evaluation;
  private final EpisodeRecords records;
  private final Map<Metric, MetricTable> tables = new EnumMap<>(Metric.class);
  private final OptionalInt bestHeuristic;
  private final OptionalInt bestLearned;

  /** Without pictures of episodes. */
  public Analysis(Evaluation evaluation) {
    this(evaluation, EpisodeRecords.NONE);
  }

  /**
   * @param records what pictures of episodes need; asked when a report with pictures is written
   */
  public Analysis(Evaluation evaluation, EpisodeRecords records) {
    this.evaluation = evaluation;
    this.records = records;
    Jackknife jackknife = new Jackknife(evaluation.workloads().size(), evaluation.repetitions());
    WorkloadTables byWorkload = new WorkloadTables(evaluation, jackknife);
    put(byWorkload.relative(Metric.RELATIVE, CellSummary::meanSeconds));
    bestHeuristic = best(PolicyRole.HEURISTIC);
    bestLearned = best(PolicyRole.LEARNED);
    if (bestHeuristic.isPresent()) {
      put(byWorkload.difference(Metric.DIFFERENCE, CellSummary::meanSeconds, bestHeuristics()));
    }
    put(byWorkload.mean(Metric.SECONDS, CellSummary::meanSeconds));
    put(byWorkload.mean(Metric.P50, cell -> cell.percentile(50)));
    put(byWorkload.mean(Metric.P95, cell -> cell.percentile(95)));
    put(byWorkload.mean(Metric.P99, cell -> cell.percentile(99)));
    put(byWorkload.mean(Metric.COLD, cell -> 100 * cell.coldShare()));
    if (evaluation.cells().stream().anyMatch(cell -> cell.failedShare() > 0)) {
      put(byWorkload.mean(Metric.FAILED, cell -> 100 * cell.failedShare()));
    }
    put(byWorkload.mean(Metric.QUEUE, CellSummary::meanQueueSeconds));
    put(byWorkload.mean(Metric.TIME_FEWER, against(InFlight.Comparison::timeShare)));
    put(byWorkload.relative(Metric.AREA, cell -> cell.inFlight().area()));
    put(byWorkload.mean(Metric.AREA_FEWER, against(InFlight.Comparison::areaShare)));
    FunctionTables byFunction = new FunctionTables(evaluation, jackknife);
    put(byFunction.relative());
    put(byFunction.seconds());
  }

  public Evaluation evaluation() {
    return evaluation;
  }

  EpisodeRecords records() {
    return records;
  }

  /**
   * The tables in the order of {@link Metric}; the difference is absent without a heuristic,
   * failures where nothing failed.
   */
  public List<MetricTable> tables() {
    return List.copyOf(tables.values());
  }

  /**
   * One table.
   *
   * @throws IllegalArgumentException if the evaluation has no such table
   */
  public MetricTable table(Metric metric) {
    MetricTable table = tables.get(metric);
    if (table == null) {
      throw new IllegalArgumentException("the evaluation has no table " + metric.key());
    }
    return table;
  }

  /** Whether there is such a table. */
  boolean has(Metric metric) {
    return tables.containsKey(metric);
  }

  /** Row of the heuristic with the least mean of Table V, if one was evaluated. */
  public OptionalInt bestHeuristic() {
    return bestHeuristic;
  }

  /** Row of the learned policy with the least mean of Table V, if one was evaluated. */
  public OptionalInt bestLearned() {
    return bestLearned;
  }

  private void put(MetricTable table) {
    tables.put(table.metric(), table);
  }

  private OptionalInt best(PolicyRole role) {
    MetricTable relative = table(Metric.RELATIVE);
    return IntStream.range(0, evaluation.policies().size())
        .filter(p -> evaluation.policies().get(p).role() == role)
        .boxed()
        .min((a, b) -> Double.compare(relative.total(a).value(), relative.total(b).value()))
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  /** The heuristic with the least relative mean on each workload, chosen after the fact. */
  private List<Integer> bestHeuristics() {
    MetricTable relative = table(Metric.RELATIVE);
    List<Integer> best = new ArrayList<>();
    for (int w = 0; w < evaluation.workloads().size(); w++) {
      int column = w + 1;
      best.add(
          IntStream.range(0, evaluation.policies().size())
              .filter(p -> evaluation.policies().get(p).role() == PolicyRole.HEURISTIC)
              .boxed()
              .min(
                  Comparator.comparingDouble(
                      p -> relative.rows().get(p).cells().get(column).value()))
              .orElseThrow());
    }
    return best;
  }

  private ToDoubleFunction<CellSummary> against(Function<InFlight.Comparison, Double> share) {
    return cell -> {
      CellSummary reference = evaluation.cell(0, cell.workload(), cell.repetition());
      return 100 * share.apply(cell.inFlight().compare(reference.inFlight()));
    };
  }
}
