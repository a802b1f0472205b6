package io.faasrank.experiment;

import io.faasrank.report.EvaluatedPolicy;
import io.faasrank.report.RegimeCell;
import io.faasrank.report.RegimeName;
import io.faasrank.report.RegimeRow;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Runs every policy in every regime. A repetition of a regime has the same functions and arrivals
 * under all policies, and is one task for a thread. Regimes of the grid share their draws, random
 * ones have their own.
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
   * @return in the order of the regimes, each in its parts
   */
  public List<RegimeCell> run(int threads, Runnable done) {
    List<Callable<List<List<RegimeEpisode>>>> tasks = new ArrayList<>();
    for (Regime regime : regimes) {
      for (int r = 0; r < repetitions; r++) {
        int repetition = r;
        tasks.add(
            () -> {
              List<List<RegimeEpisode>> episodes = episodes(regime, repetition);
              done.run();
              return episodes;
            });
      }
    }
    List<List<List<RegimeEpisode>>> all = InOrder.run(threads, tasks);
    List<RegimeCell> cells = new ArrayList<>();
    for (int i = 0; i < regimes.size(); i++) {
      List<RegimeName> parts = regimes.get(i).parts();
      for (int p = 0; p < parts.size(); p++) {
        int part = p;
        cells.add(
            cell(
                parts.get(p),
                all.subList(i * repetitions, (i + 1) * repetitions).stream()
                    .map(policies -> policies.stream().map(each -> each.get(part)).toList())
                    .toList()));
      }
    }
    return List.copyOf(cells);
  }

  /** One repetition under each policy, in the regime's parts. */
  private List<List<RegimeEpisode>> episodes(Regime regime, int repetition) {
    long drawn = regime.seed(seed, repetition);
    Workload workload = regime.workload(drawn);
    Simulator simulator = regime.simulator();
    List<List<RegimeEpisode>> episodes = new ArrayList<>();
    for (EvaluatedPolicy policy : contenders.policies()) {
      episodes.add(
          regime
              .counted(contenders.run(policy.name(), simulator, workload, drawn).completions())
              .stream()
              .map(counted -> RegimeEpisode.of(counted, workload.functions()))
              .toList());
    }
    return episodes;
  }

  /**
   * @param episodes by repetition, then policy
   */
  private RegimeCell cell(RegimeName name, List<List<RegimeEpisode>> episodes) {
    List<RegimeRow> rows = new ArrayList<>();
    for (int p = 0; p < contenders.policies().size(); p++) {
      int policy = p;
      List<RegimeEpisode> own = episodes.stream().map(each -> each.get(policy)).toList();
      List<RegimeEpisode> hashing = episodes.stream().map(each -> each.get(0)).toList();
      rows.add(RegimeEpisode.row(contenders.policies().get(p), own, hashing));
    }
    return new RegimeCell(name, rows);
  }
}
