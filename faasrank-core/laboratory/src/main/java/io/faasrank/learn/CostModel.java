package io.faasrank.learn;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a choice is expected to cost, for the doubly robust estimate: the mean of its action in
 * places of its kind, drawn towards what the kind makes of the action's mean. A kind says whether
 * the invoker has an idle warm container of the action, which costs about as much whatever the
 * action, and how busy it is, which slows all about as much: so it is a line.
 *
 * <pre>
 * m(a)    = (sum of a's costs + P m) / (n(a) + P)            m is the mean of all
 * r, d    = least sum of w (cost - r m(a) - d)^2 + P (m (r - 1))^2 + P d^2 over the decisions in k
 *           with w about 1 / (m(a) + m / 10), 1 on average
 * m(a, k) = (sum of a's costs in k + P max(0, r m(a) + d)) / (n(a, k) + P)
 * </pre>
 *
 * <p>No decision is judged by a model that knows its cost: one half of the decisions makes the
 * model of the other. Measured on synthetic decisions ({@code CostModelTest}): the estimate's error
 * is two thirds of that with the mean of each action.
 */
public final class CostModel {

  /** Decisions that a mean must have of its own before they count half: P. Chosen. */
  private static final double PRIOR = 10;

  /** Activations in flight for each core, from where on the next kind begins. Chosen. */
  private static final double[] BUSY = {0.5, 1, 2};

  private static final int LOADS = BUSY.length + 1;

  /** Number of kinds. */
  static final int KINDS = 2 * LOADS;

  private static final class CostMean {
    private double sum;
    private int count;

    void add(double value) {
      sum += value;
      count++;
    }

    double towards(double prior) {
      return (sum + PRIOR * prior) / (count + PRIOR);
    }
  }

  private final CostMean all = new CostMean();
  private final Map<String, CostMean> actions = new HashMap<>();
  private final Map<String, CostMean[]> places = new HashMap<>();
  private final double[] slopes = new double[KINDS];
  private final double[] offsets = new double[KINDS];

  private CostModel() {}

  /**
   * The kind of a place, 0 to 7; what has no memory left counts as among the busiest.
   *
   * @param position of the invoker in the view
   */
  public static int kind(ClusterView view, Action action, int position) {
    double load = view.inflight(position) / Math.max(1e-3, view.cores(position));
    int busy = 0;
    while (busy < BUSY.length && (load >= BUSY[busy] || !view.fits(position, action))) {
      busy++;
    }
    return view.idleWarm(position, action) > 0 ? busy : LOADS + busy;
  }

  /** The decisions with what each was to be expected to cost. */
  public static List<LoggedChoice> expected(List<LoggedDecision> decisions) {
    CostModel[] halves = {of(decisions, 1), of(decisions, 0)};
    List<LoggedChoice> choices = new ArrayList<>();
    for (int i = 0; i < decisions.size(); i++) {
      LoggedDecision each = decisions.get(i);
      CostModel other = halves[i % 2];
      choices.add(
          new LoggedChoice(
              each.propensity(),
              each.target(),
              each.cost(),
              other.expected(each.action(), each.kind()),
              other.expected(each.action(), each.otherKind())));
    }
    return choices;
  }

  /** Of every second decision. */
  private static CostModel of(List<LoggedDecision> decisions, int first) {
    CostModel model = new CostModel();
    for (int i = first; i < decisions.size(); i += 2) {
      model.add(decisions.get(i));
    }
    for (int kind = 0; kind < KINDS; kind++) {
      model.line(decisions, first, kind);
    }
    return model;
  }

  /** Finds the line of a kind. */
  private void line(List<LoggedDecision> decisions, int first, int kind) {
    double mean = all.sum / Math.max(1, all.count);
    double[] sums = new double[5];
    int count = 0;
    for (int i = first; i < decisions.size(); i += 2) {
      LoggedDecision each = decisions.get(i);
      if (each.kind() == kind) {
        double x = ofAction(each.action());
        double weight = 1 / (x + mean / 10 + Double.MIN_NORMAL);
        sums[0] += weight;
        sums[1] += weight * x;
        sums[2] += weight * x * x;
        sums[3] += weight * each.cost();
        sums[4] += weight * x * each.cost();
        count++;
      }
    }
    double scale = count == 0 ? 0 : count / sums[0];
    double w = scale * sums[0] + PRIOR;
    double wx = scale * sums[1];
    double wxx = scale * sums[2] + PRIOR * mean * mean;
    double wy = scale * sums[3];
    double wxy = scale * sums[4] + PRIOR * mean * mean;
    double determinant = w * wxx - wx * wx;
    slopes[kind] = determinant > 0 ? (w * wxy - wx * wy) / determinant : 1;
    offsets[kind] = determinant > 0 ? (wxx * wy - wx * wxy) / determinant : 0;
  }

  private void add(LoggedDecision decision) {
    all.add(decision.cost());
    actions.computeIfAbsent(decision.action(), unused -> new CostMean()).add(decision.cost());
    places.computeIfAbsent(decision.action(), unused -> means())[decision.kind()].add(
        decision.cost());
  }

  private static CostMean[] means() {
    CostMean[] means = new CostMean[KINDS];
    for (int kind = 0; kind < KINDS; kind++) {
      means[kind] = new CostMean();
    }
    return means;
  }

  private double ofAction(String action) {
    return actions.getOrDefault(action, new CostMean()).towards(all.sum / Math.max(1, all.count));
  }

  private double expected(String action, int kind) {
    double alike = Math.max(0, slopes[kind] * ofAction(action) + offsets[kind]);
    CostMean[] own = places.get(action);
    return own == null ? alike : own[kind].towards(alike);
  }
}
