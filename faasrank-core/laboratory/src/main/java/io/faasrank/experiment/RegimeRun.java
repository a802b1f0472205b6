package io.faasrank.experiment;

import io.faasrank.report.EvaluatedPolicy;
import io.faasrank.report.RegimeCell;
import io.faasrank.report.RegimeRow;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.Seeds;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * Runs every policy in every regime. A repetition of a regime has the same functions and arrivals
 * under all policies, and is one task for a thread.
 */
public final class RegimeRun {

  private final List<Regime> regimes;
  private final Contenders contenders;
  private final int repetitions;
  private final long seed;

  /**
   * @param repetitions draws of each regime, 1 or more
   * @param seed of {@link SeedSpace#seed}
   */
  public RegimeRun(List<Regime> regimes, Contenders contenders, int repetitions, long seed) {
    this.regimes = List.copyOf(regimes);
    this.contenders = contenders;
    this.repetitions = repetitions;
    this.seed = seed;
  }

  /** Number of steps that {@link #run} reports. */
  public int steps() {
    return regimes.size() * repetitions;
  }

  /**
   * Runs all episodes.
   *
   * @param threads how many at a time; changes no result
   * @param done called after each repetition of a regime, from any thread
   * @return in the order of the regimes
   */
  public List<RegimeCell> run(int threads, Runnable done) {
    List<Callable<List<RegimeEpisode>>> tasks = new ArrayList<>();
    for (Regime regime : regimes) {
      for (int r = 0; r < repetitions; r++) {
        int repetition = r;
        tasks.add(
            () -> {
              List<RegimeEpisode> episodes = episodes(regime, repetition);
              done.run();
              return episodes;
            });
      }
    }
    List<List<RegimeEpisode>> all = InOrder.run(threads, tasks);
    return IntStream.range(0, regimes.size())
        .mapToObj(i -> cell(regimes.get(i), all.subList(i * repetitions, (i + 1) * repetitions)))
        .toList();
  }

  /** One repetition under each policy. */
  private List<RegimeEpisode> episodes(Regime regime, int repetition) {
    long drawn = Seeds.mix(seed, repetition);
    Workload workload = regime.workload(drawn);
    Simulator simulator = regime.simulator();
    List<RegimeEpisode> episodes = new ArrayList<>();
    for (EvaluatedPolicy policy : contenders.policies()) {
      episodes.add(
          RegimeEpisode.of(
              contenders.run(policy.name(), simulator, workload, drawn),
              workload.functions(),
              regime.uncounted()));
    }
    return episodes;
  }

  /**
   * @param episodes by repetition, then policy
   */
  private RegimeCell cell(Regime regime, List<List<RegimeEpisode>> episodes) {
    List<RegimeRow> rows = new ArrayList<>();
    for (int p = 0; p < contenders.policies().size(); p++) {
      int policy = p;
      List<RegimeEpisode> own = episodes.stream().map(each -> each.get(policy)).toList();
      List<RegimeEpisode> hashing = episodes.stream().map(each -> each.get(0)).toList();
      rows.add(RegimeEpisode.row(contenders.policies().get(p), own, hashing));
    }
    return new RegimeCell(regime.name(), rows);
  }
}
