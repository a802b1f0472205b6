package io.faasrank.canary;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules on a trial. The same evidence gives the same ruling, wherever and however often it is
 * asked.
 *
 * <ol>
 *   <li>guards, which end a trial at once: the candidate fails more often; its running block is
 *       worse than any of the control's by far; its 99th percentile is higher
 *   <li>{@link RatioBounds} of the mean slowdown: above 1 demotes, below 1 less the margin promotes
 *   <li>so many pairs without a decision demote
 * </ol>
 */
public final class TrialJudge {

  /**
   * Chance that the guards of failures and of the 99th percentile, each, ever break by mere chance.
   * Chosen: rare beside the level of demotion.
   */
  static final double GUARD_LEVEL = 0.02;

  private final CanarySettings settings;

  public TrialJudge(CanarySettings settings) {
    this.settings = settings;
  }

  /**
   * Rules.
   *
   * @param leadIn what the control brought before the first pair
   * @param pairs those that are over, in order
   * @param running what blocks not yet over, or not yet closed, have brought so far
   */
  public Ruling rule(Tally leadIn, List<PairTally> pairs, PairTally running) {
    Weighed weighed = new Weighed(leadIn, pairs, running);
    Finding finding = find(weighed);
    return new Ruling(
        finding.verdict,
        finding.reason,
        weighed.compared.size(),
        weighed.slowdown.ratio(),
        weighed.slowdown.lower(settings.demoteLevel()),
        weighed.slowdown.upper(settings.promoteLevel()),
        weighed.control,
        weighed.candidate);
  }

  /** The verdict of {@link #rule} alone, for a fraction of its cost. */
  public TrialVerdict verdict(Tally leadIn, List<PairTally> pairs, PairTally running) {
    return find(new Weighed(leadIn, pairs, running)).verdict;
  }

  private Finding find(Weighed weighed) {
    String broken = brokenGuard(weighed);
    if (broken != null) {
      return new Finding(TrialVerdict.DEMOTED, broken);
    }
    if (weighed.slowdown.isAbove(1, settings.demoteLevel())) {
      return new Finding(TrialVerdict.DEMOTED, "its mean slowdown is higher than the control's");
    }
    double aim = 1 - settings.margin();
    if (guardsAreFar(weighed) && weighed.slowdown.isBelow(aim, settings.promoteLevel())) {
      return new Finding(
          TrialVerdict.PROMOTED, text("its mean slowdown is below %s of the control's", aim));
    }
    if (weighed.pairs.size() >= settings.mostPairs()) {
      return new Finding(
          TrialVerdict.DEMOTED, text("undecided after %d pairs", weighed.pairs.size()));
    }
    return new Finding(
        TrialVerdict.RUNNING,
        text("undecided after %d of at most %d pairs", weighed.pairs.size(), settings.mostPairs()));
  }

  /** Which guard is broken, in words; null if none. */
  private @Nullable String brokenGuard(Weighed weighed) {
    Tally control = weighed.control;
    Tally candidate = weighed.candidate;
    if (fails(weighed) && FailureTest.logEvidence(control, candidate) >= -Math.log(GUARD_LEVEL)) {
      return text(
          "%.2f %% of its activations failed, %.2f %% of the control's",
          100 * candidate.failureShare(), 100 * control.failureShare());
    }
    Tally block = weighed.running.candidate();
    double worst = weighed.worstControl();
    if (block.count() >= settings.fewestActivations()
        && block.meanSlowdown() > settings.worstRatio() * worst) {
      return text(
          "its mean slowdown is %.3g in its block, %.3g in the control's worst",
          block.meanSlowdown(), worst);
    }
    if (weighed.p99.isAbove(settings.p99Ratio(), GUARD_LEVEL)) {
      return text("its 99th percentile is above %s of the control's", settings.p99Ratio());
    }
    return null;
  }

  /**
   * Whether no guard looks as if it were about to break, though chance cannot be excluded yet:
   * until then nobody is promoted.
   */
  private boolean guardsAreFar(Weighed weighed) {
    return weighed.p99.ratio() <= settings.p99Ratio() && !fails(weighed);
  }

  private boolean fails(Weighed weighed) {
    return weighed.candidate.failureShare()
        > weighed.control.failureShare() + settings.errorExcess();
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private record Finding(TrialVerdict verdict, String reason) {}

  /** All that is known, as the tests need it. */
  private final class Weighed {

    final Tally leadIn;
    final List<PairTally> pairs;
    final PairTally running;
    final List<PairTally> compared;
    final RatioBounds slowdown = new RatioBounds();
    final RatioBounds p99 = new RatioBounds();
    final Tally control;
    final Tally candidate;

    Weighed(Tally leadIn, List<PairTally> pairs, PairTally running) {
      this.leadIn = leadIn;
      this.pairs = pairs;
      this.running = running;
      compared =
          pairs.stream()
              .filter(pair -> pair.comparable(settings.fewestActivations()))
              .collect(Collectors.toUnmodifiableList());
      compared.forEach(pair -> slowdown.add(pair.logRatio()));
      compared.forEach(pair -> p99.add(pair.logP99Ratio()));
      Tally ofControl = leadIn.plus(running.control());
      Tally ofCandidate = running.candidate();
      for (PairTally pair : pairs) {
        ofControl = ofControl.plus(pair.control());
        ofCandidate = ofCandidate.plus(pair.candidate());
      }
      control = ofControl;
      candidate = ofCandidate;
    }

    /** Mean slowdown of the control's worst block; infinite where none holds enough. */
    double worstControl() {
      return Stream.concat(Stream.of(leadIn), compared.stream().map(PairTally::control))
          .filter(block -> block.count() >= settings.fewestActivations())
          .mapToDouble(Tally::meanSlowdown)
          .max()
          .orElse(Double.POSITIVE_INFINITY);
    }
  }
}
