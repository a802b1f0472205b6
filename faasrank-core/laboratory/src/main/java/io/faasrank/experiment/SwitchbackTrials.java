package io.faasrank.experiment;

import io.faasrank.canary.CanarySettings;
import io.faasrank.canary.PairTally;
import io.faasrank.canary.Ruling;
import io.faasrank.canary.Tally;
import io.faasrank.canary.TrialJudge;
import io.faasrank.canary.TrialVerdict;
import io.faasrank.workload.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * Many trials by the judge that controllers use, to learn how often it is wrong and how soon it is
 * right. A trial takes the pairs of a simulated switchback of two equal arms in runs of {@link
 * #RUN} that follow each other, each from a random place, so that load and functions change as they
 * do from minute to minute; the candidate's slowdowns are those of a model that is slower or faster
 * by a factor.
 */
public final class SwitchbackTrials {

  /** Pairs in a row that are drawn together. Chosen: longer than what a burst leaves behind. */
  private static final int RUN = 5;

  private final CanarySettings settings;
  private final List<List<PairTally>> episodes;
  private final long seed;

  /**
   * @param episodes pairs of switchbacks, in order, {@link #RUN} each or more
   */
  public SwitchbackTrials(CanarySettings settings, List<List<PairTally>> episodes, long seed) {
    this.settings = settings;
    this.episodes = List.copyOf(episodes);
    this.seed = seed;
  }

  /**
   * Runs trials.
   *
   * @param threads changes no result
   */
  public Outcomes run(int trials, int threads) {
    List<Callable<Ruling>> tasks = new ArrayList<>();
    for (int i = 0; i < trials; i++) {
      RandomGenerator random = Seeds.generator(seed, i);
      tasks.add(() -> trial(random));
    }
    return new Outcomes(InOrder.run(threads, tasks));
  }

  /** A trial takes its pairs from one episode: functions stay as they are, load does not. */
  private Ruling trial(RandomGenerator random) {
    List<PairTally> episode = episodes.get(random.nextInt(episodes.size()));
    int[] from = {0, 0};
    return play(
        settings,
        settings.mostPairs(),
        i -> {
          if (i % RUN == 0) {
            from[0] = random.nextInt(episode.size() - RUN + 1);
          }
          return episode.get(from[0] + i % RUN);
        });
  }

  /** One trial of the pairs in their order; still running where they do not suffice. */
  static Ruling play(CanarySettings settings, List<PairTally> pairs) {
    return play(settings, pairs.size(), pairs::get);
  }

  private static Ruling play(CanarySettings settings, int most, IntFunction<PairTally> pairs) {
    TrialJudge judge = new TrialJudge(settings);
    List<PairTally> seen = new ArrayList<>();
    PairTally nothing = new PairTally(Tally.NONE, Tally.NONE);
    while (true) {
      seen.add(pairs.apply(seen.size()));
      boolean ended = judge.verdict(Tally.NONE, seen, nothing) != TrialVerdict.RUNNING;
      if (ended || seen.size() == most) {
        return judge.rule(Tally.NONE, seen, nothing);
      }
    }
  }

  /** How trials ended. */
  public record Outcomes(List<Ruling> rulings) {

    /** Share of the trials that ended so, 0 to 1. */
    public double share(TrialVerdict verdict) {
      return share(verdict, Integer.MAX_VALUE);
    }

    /** Share of the trials that ended so within a number of pairs. */
    public double share(TrialVerdict verdict, int pairs) {
      return rulings.stream()
              .filter(ruling -> ruling.verdict() == verdict && ruling.pairs() <= pairs)
              .count()
          / (double) rulings.size();
    }

    /**
     * Pairs after which a part of the trials that ended so had ended.
     *
     * @param part 0 to 1
     */
    public double pairs(TrialVerdict verdict, double part) {
      int[] sorted =
          rulings.stream()
              .filter(ruling -> ruling.verdict() == verdict)
              .mapToInt(Ruling::pairs)
              .sorted()
              .toArray();
      return sorted.length == 0
          ? Double.NaN
          : sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
    }
  }

  /** Standard deviation of the pairs' log ratios, over all episodes. */
  public double noise() {
    double[] logs =
        episodes.stream().flatMap(List::stream).mapToDouble(PairTally::logRatio).toArray();
    double mean = Arrays.stream(logs).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(logs).map(log -> (log - mean) * (log - mean)).average().orElseThrow());
  }
}
