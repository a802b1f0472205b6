package io.faasrank.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * All regimes, those first where the model does worst against the best rule; without a model, as
 * they were run.
 */
public final class RegimeAnalysis {

  /** Up to this percent of the best rule, a policy is level with it. */
  public static final double LEVEL_PERCENT = 102;

  /** Up to this percent of the best rule's 99th percentile, a tail is as good. */
  public static final double TAIL_PERCENT = 110;

  /** Below this load no function is to be worse off than under hashing. */
  public static final double FAIR_LOAD = 0.8;

  private final Provenance provenance;
  private final List<RegimeCell> cells;
  private final List<EvaluatedPolicy> policies;

  /**
   * @param cells at least one, all with the same policies
   */
  public RegimeAnalysis(Provenance provenance, List<RegimeCell> cells) {
    this.provenance = provenance;
    this.cells =
        cells.stream()
            .sorted(
                Comparator.comparingDouble(cell -> -cell.model().map(cell::percent).orElse(0.0)))
            .toList();
    policies = cells.get(0).rows().stream().map(RegimeRow::policy).toList();
  }

  /**
   * How a policy did over all regimes, in percent of each regime's best rule.
   *
   * @param geometricMean of the means
   * @param worst of the means
   * @param above regimes in which the mean is above {@link #LEVEL_PERCENT}
   * @param tails regimes in which the 99th percentile is above {@link #TAIL_PERCENT} of that rule's
   * @param best regimes in which it is the best rule
   */
  public record Standing(
      EvaluatedPolicy policy, double geometricMean, double worst, int above, int tails, int best) {}

  /** A function that is worse off under the model than under hashing, at a load below the limit. */
  public record WorseOff(RegimeName regime, RegimeRow.Slowed function) {}

  public Provenance provenance() {
    return provenance;
  }

  /** Losing ones first. */
  public List<RegimeCell> cells() {
    return cells;
  }

  public List<EvaluatedPolicy> policies() {
    return policies;
  }

  /** Whether activations failed or ran into their time limit, which then is shown. */
  public boolean anyFailed() {
    return cells.stream().flatMap(cell -> cell.rows().stream()).anyMatch(r -> r.failedShare() > 0);
  }

  /** By policy, in the order of the rows. */
  public List<Standing> standings() {
    return IntStream.range(0, policies.size()).mapToObj(this::standing).toList();
  }

  /** How the model did, in a sentence; empty without one. */
  String verdict() {
    return standings().stream()
        .filter(standing -> standing.policy().role() == PolicyRole.LEARNED)
        .findFirst()
        .map(
            model ->
                String.format(
                    Locale.ROOT,
                    "%s is within %.0f %% of the best rule in %d of %s, at %s %% in the geometric"
                        + " mean; its p99 is above %.0f %% of that rule's in %d.",
                    model.policy().name(),
                    LEVEL_PERCENT,
                    cells.size() - model.above(),
                    Numbers.count(cells.size(), "regime"),
                    Numbers.fixed(model.geometricMean(), 1),
                    TAIL_PERCENT,
                    model.tails()))
        .orElse("");
  }

  private Standing standing(int policy) {
    double[] percents = each(cell -> cell.percent(cell.rows().get(policy))).toArray();
    return new Standing(
        policies.get(policy),
        Math.exp(DoubleStream.of(percents).map(Math::log).average().orElseThrow()),
        DoubleStream.of(percents).max().orElseThrow(),
        (int) DoubleStream.of(percents).filter(percent -> percent > LEVEL_PERCENT).count(),
        (int)
            each(cell -> cell.p99Percent(cell.rows().get(policy)))
                .filter(percent -> percent > TAIL_PERCENT)
                .count(),
        (int)
            cells.stream()
                .filter(cell -> cell.best().policy().equals(policies.get(policy)))
                .count());
  }

  private DoubleStream each(ToDoubleFunction<RegimeCell> value) {
    return cells.stream().mapToDouble(value);
  }

  /** One by one, by regime. */
  public List<WorseOff> worseOff() {
    List<WorseOff> found = new ArrayList<>();
    for (RegimeCell cell : cells) {
      if (cell.regime().load() < FAIR_LOAD) {
        cell.model()
            .ifPresent(
                row -> row.slowed().forEach(slow -> found.add(new WorseOff(cell.regime(), slow))));
      }
    }
    return found;
  }
}
