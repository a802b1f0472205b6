package io.faasrank.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Guards against a model of costs that is of no use: on decisions of known costs, the doubly robust
 * estimate has to come nearer to the truth with it than with the mean of each action, and than
 * SNIPS.
 */
class CostModelTest {

  private static final int ACTIONS = 20;
  private static final int INVOKERS = 5;
  private static final int DECISIONS = 1_500;
  private static final int SEEDS = 60;

  /** What a choice costs on average: long and short actions, cold starts, busy invokers. */
  private static double cost(int action, int kind) {
    double run = 0.1 * Math.pow(40, action / (ACTIONS - 1.0));
    boolean warm = kind < CostModel.KINDS / 2;
    int busy = kind % (CostModel.KINDS / 2);
    return run * (1 + 0.6 * busy) + (warm ? 0 : 0.8);
  }

  private static List<LoggedDecision> decisions(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LoggedDecision> decisions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int action = (int) (ACTIONS * random.nextDouble() * random.nextDouble());
      int chosen = random.nextInt(INVOKERS);
      int[] kinds = random.ints(INVOKERS, 0, CostModel.KINDS).toArray();
      int best = 0;
      for (int each = 1; each < INVOKERS; each++) {
        best = cost(action, kinds[each]) < cost(action, kinds[best]) ? each : best;
      }
      double noise = -Math.log(1 - random.nextDouble());
      decisions.add(
          new LoggedDecision(
              1.0 / INVOKERS,
              chosen == best ? 1 : 0,
              cost(action, kinds[chosen]) * (0.5 + 0.5 * noise),
              "action" + action,
              kinds[chosen],
              kinds[best]));
    }
    return decisions;
  }

  private static double truth() {
    return decisions(400_000, -1).stream()
        .mapToDouble(d -> cost(Integer.parseInt(d.action().substring(6)), d.otherKind()))
        .average()
        .orElseThrow();
  }

  /** The same decisions under the mean of each action, whatever the place. */
  private static List<LoggedChoice> byAction(List<LoggedDecision> decisions) {
    return CostModel.expected(
        decisions.stream()
            .map(d -> new LoggedDecision(d.propensity(), d.target(), d.cost(), d.action(), 0, 0))
            .toList());
  }

  private static double error(double truth, ToDoubleFunction<List<LoggedDecision>> estimate) {
    double squares = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      double off = estimate.applyAsDouble(decisions(DECISIONS, seed)) - truth;
      squares += off * off / SEEDS;
    }
    return Math.sqrt(squares) / truth;
  }

  private static double robust(List<LoggedChoice> choices) {
    return OffPolicy.of(choices).doublyRobust().value();
  }

  @Test
  void bringsTheEstimateNearerToTheTruth() {
    double truth = truth();
    double snips = error(truth, d -> OffPolicy.of(byAction(d)).snips().value());
    double byAction = error(truth, d -> robust(byAction(d)));
    double byPlace = error(truth, d -> robust(CostModel.expected(d)));
    // measured: 0.054 of the mean, beside 0.080 and 0.075
    assertThat(byPlace).isLessThan(0.8 * byAction).isLessThan(0.8 * snips);
  }

  @Test
  void intervalsHoldTheTruthAsOftenAsTheySay() {
    double truth = truth();
    int held = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      OffPolicy estimate = OffPolicy.of(CostModel.expected(decisions(DECISIONS, seed)));
      boolean holds =
          estimate.doublyRobust().low() <= truth && truth <= estimate.doublyRobust().high();
      held += holds ? 1 : 0;
    }
    assertThat(held).isGreaterThanOrEqualTo(53);
  }

  @Test
  void anActionThatWasNeverSeenIsExpectedToCostWhatOthersDo() {
    List<LoggedDecision> two =
        List.of(
            new LoggedDecision(0.5, 1, 3, "seen", 0, 0),
            new LoggedDecision(0.5, 1, 100, "new", 0, 7));
    LoggedChoice unknown = CostModel.expected(two).get(1);
    assertThat(unknown.expected()).isCloseTo(3, within(1e-9));
    assertThat(unknown.expectedTarget()).isCloseTo(3, within(1e-9));
  }
}
