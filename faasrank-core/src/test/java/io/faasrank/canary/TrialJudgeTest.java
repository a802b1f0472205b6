package io.faasrank.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Guards against a verdict that the evidence does not give. */
class TrialJudgeTest {

  private static final PairTally NOTHING = new PairTally(Tally.NONE, Tally.NONE);

  private final TrialJudge judge = new TrialJudge(CanarySettings.DEFAULTS);
  private final SplittableRandom random = new SplittableRandom(1);

  private Tally block(double mean) {
    return block(1000, mean, 0);
  }

  /** A block of exponential slowdowns about a mean, some of which are failures within 5 ms. */
  private Tally block(int count, double mean, int failures) {
    long[] buckets = Tally.newBuckets();
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double slowdown =
          i < failures
              ? Slowdown.ofFailure(5, 500, 60_000)
              : 1 - (mean - 1) * Math.log(1 - random.nextDouble());
      sum += slowdown;
      buckets[Tally.bucket(slowdown)]++;
    }
    return Tally.of(count, sum, failures, 0, buckets);
  }

  private Ruling rule(int pairs, double control, double candidate) {
    List<PairTally> list = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      double load = 1 + 0.5 * random.nextDouble();
      list.add(new PairTally(block(load * control), block(load * candidate)));
    }
    return judge.rule(block(control), list, NOTHING);
  }

  @Test
  void aBetterCandidateIsPromotedOnceItsIntervalClearsTheMargin() {
    assertThat(rule(2, 3, 2.4).verdict()).isEqualTo(TrialVerdict.RUNNING);
    Ruling ruling = rule(12, 3, 2.4);
    assertThat(ruling.verdict()).isEqualTo(TrialVerdict.PROMOTED);
    assertThat(ruling.upper()).isLessThan(0.99);
    assertThat(ruling.reason()).isEqualTo("its mean slowdown is below 0.99 of the control's");
    assertThat(ruling.candidate().count()).isEqualTo(12_000);
    assertThat(ruling.control().count()).isEqualTo(13_000);
  }

  @Test
  void aWorseOneIsDemotedWithinFivePairs() {
    Ruling ruling = rule(5, 3, 3.6);
    assertThat(ruling.verdict()).isEqualTo(TrialVerdict.DEMOTED);
    assertThat(ruling.lower()).isGreaterThan(1);
    assertThat(ruling.reason()).isEqualTo("its mean slowdown is higher than the control's");
  }

  @Test
  void anEqualOneIsUndecidedAndDemotedAtTheEnd() {
    CanarySettings d = CanarySettings.DEFAULTS;
    TrialJudge brief =
        new TrialJudge(
            new CanarySettings(
                300, 30, 100, 0.01, 0.05, 0.01, d.errorExcess(), d.p99Ratio(), d.worstRatio(), 8));
    List<PairTally> pairs = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      pairs.add(new PairTally(block(3), block(3)));
    }
    assertThat(brief.rule(Tally.NONE, pairs, NOTHING).reason())
        .isEqualTo("undecided after 7 of at most 8 pairs");
    pairs.add(pairs.get(0));
    Ruling last = brief.rule(Tally.NONE, pairs, NOTHING);
    assertThat(last.verdict()).isEqualTo(TrialVerdict.DEMOTED);
    assertThat(last.reason()).isEqualTo("undecided after 8 pairs");
  }

  @Test
  void failuresInTheRunningBlockDemoteAtOnce() {
    PairTally running = new PairTally(Tally.NONE, block(300, 3, 12));
    Ruling ruling = judge.rule(block(1000, 3, 1), List.of(), running);
    assertThat(ruling.verdict()).isEqualTo(TrialVerdict.DEMOTED);
    assertThat(ruling.reason())
        .isEqualTo("4.00 % of its activations failed, 0.10 % of the control's");
  }

  @Test
  void failuresOfBothArmsDemoteNobody() {
    PairTally running = new PairTally(block(1000, 3, 30), block(1000, 3, 33));
    assertThat(judge.rule(Tally.NONE, List.of(), running).verdict())
        .isEqualTo(TrialVerdict.RUNNING);
  }

  @Test
  void aRunningBlockThatIsWorseByFarDemotesAtOnce() {
    PairTally running = new PairTally(Tally.NONE, block(150, 12, 0));
    assertThat(judge.rule(Tally.NONE, List.of(), running).verdict())
        .as("without anything to compare it with")
        .isEqualTo(TrialVerdict.RUNNING);
    assertThat(judge.rule(block(3), List.of(), running).reason())
        .startsWith("its mean slowdown is 1")
        .endsWith("in the control's worst");
    List<PairTally> storm = List.of(new PairTally(block(11), block(11)));
    assertThat(judge.rule(block(3), storm, running).verdict()).isEqualTo(TrialVerdict.RUNNING);
  }

  @Test
  void aHigherTailDemotesThoughTheMeanIsLower() {
    List<PairTally> pairs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Tally mostlyFaster = block(980, 1.6, 0).plus(block(20, 40, 0));
      pairs.add(new PairTally(block(3), mostlyFaster));
    }
    assertThat(pairs.get(0).logRatio()).isNegative();
    for (int i = 5; i < 8; i++) {
      // not promoted for its mean while its tail looks worse
      assertThat(judge.rule(block(3), pairs.subList(0, i), NOTHING).verdict())
          .isNotEqualTo(TrialVerdict.PROMOTED);
    }
    Ruling ruling = judge.rule(block(3), pairs, NOTHING);
    assertThat(ruling.verdict()).isEqualTo(TrialVerdict.DEMOTED);
    assertThat(ruling.reason()).isEqualTo("its 99th percentile is above 1.25 of the control's");
  }

  @Test
  void pairsOfTooFewActivationsAreNotCompared() {
    List<PairTally> pairs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      pairs.add(new PairTally(block(99, 3, 0), block(1000, 1.5, 0)));
    }
    Ruling ruling = judge.rule(block(3), pairs, NOTHING);
    assertThat(ruling.verdict()).isEqualTo(TrialVerdict.RUNNING);
    assertThat(ruling.pairs()).isZero();
  }

  @Test
  void settingsOutOfRangeAreRefusedByName() {
    assertThatThrownBy(() -> CanarySettings.DEFAULTS.withBlocks(60, 60))
        .hasMessage("wash-out seconds of a trial: 60.0, not 0.0 to 54.0");
  }
}
