package io.faasrank.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.policy.Softmax;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Guards against evidence off policy that is wrong, or given where there is none. */
class OffPolicyTest {

  private static final float[] LOGGED = {0.5f, 0, -0.5f};
  private static final float[] OTHER = {-1, 0.3f, 1};
  private static final double[] COSTS = {1, 2, 4};

  /** Softmax draws among three invokers of known mean costs; what is busy costs more. */
  private static List<LoggedChoice> draws(int count, long seed, double misjudged) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LoggedChoice> choices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int chosen = Softmax.sample(LOGGED, 3, random.nextDouble());
      double cost = COSTS[chosen] * -Math.log(1 - random.nextDouble());
      double expectedTarget = 0;
      for (int a = 0; a < 3; a++) {
        expectedTarget += probability(OTHER, a) * misjudged * COSTS[a];
      }
      choices.add(
          new LoggedChoice(
              probability(LOGGED, chosen),
              probability(OTHER, chosen),
              cost,
              misjudged * COSTS[chosen],
              expectedTarget));
    }
    return choices;
  }

  private static double probability(float[] scores, int index) {
    return Math.exp(Softmax.logProbability(scores, 3, index));
  }

  private static double truth() {
    double mean = 0;
    for (int a = 0; a < 3; a++) {
      mean += probability(OTHER, a) * COSTS[a];
    }
    return mean;
  }

  @Test
  void intervalsHoldTheTruthAsOftenAsTheySay() {
    int snips = 0;
    int robust = 0;
    for (long seed = 0; seed < 200; seed++) {
      OffPolicy estimate = OffPolicy.of(draws(1_500, seed, 0.7));
      assertThat(estimate.refusal()).isEmpty();
      snips += holds(estimate.snips()) ? 1 : 0;
      robust += holds(estimate.doublyRobust()) ? 1 : 0;
    }
    assertThat(snips).isGreaterThan(180);
    assertThat(robust).isGreaterThan(175);
  }

  private static boolean holds(io.faasrank.report.Interval interval) {
    return interval.low() <= truth() && truth() <= interval.high();
  }

  @Test
  void aGoodModelOfCostsNarrowsTheInterval() {
    OffPolicy estimate = OffPolicy.of(draws(1_500, 1, 1));
    assertThat(estimate.doublyRobust().halfWidth()).isLessThan(estimate.snips().halfWidth());
  }

  @Test
  void aLogThatDrewNothingIsRefused() {
    List<LoggedChoice> choices = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      choices.add(new LoggedChoice(1, i % 2, 1, 1, 1));
    }
    OffPolicy estimate = OffPolicy.of(choices);
    assertThat(estimate.refusal()).contains("1000 of 1000").contains("drew nothing");
    assertThat(estimate.snips().value()).isNaN();
  }

  @Test
  void tooFewThatCountAreRefused() {
    List<LoggedChoice> choices = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      choices.add(new LoggedChoice(0.1, i < 100 ? 1 : 0, 1, 1, 1));
    }
    OffPolicy estimate = OffPolicy.of(choices);
    assertThat(estimate.effective()).isEqualTo(100);
    assertThat(estimate.refusal()).contains("100 for this policy, fewer than 200");
  }
}
