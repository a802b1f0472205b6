package io.faasrank.experiment;

import com.typesafe.config.Config;
import io.faasrank.canary.CanarySettings;
import io.faasrank.canary.PairTally;
import io.faasrank.canary.Ruling;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.workload.DailyShape;
import io.faasrank.workload.FunctionPopulation;
import io.faasrank.workload.OpenArrivals;
import io.faasrank.workload.Seeds;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Simulated switchbacks of one cluster after another: kinds of functions, loads and draws of both,
 * with a load that rises and falls by {@link #AMPLITUDE} within {@link #PERIOD_SECONDS}.
 */
public final class SwitchbackStudy {

  /** Chosen: the load of an hour differs from the next one's, as by day. */
  private static final double AMPLITUDE = 0.3;

  private static final double PERIOD_SECONDS = 4 * 3600;

  private static final double DURATION_CV = 0.1;

  private final CanarySettings settings;
  private final List<Regime> regimes;
  private final int draws;
  private final int pairs;
  private final long seed;

  /**
   * @param draws of functions and arrivals for each kind and load
   * @param pairs of blocks in an episode
   */
  public SwitchbackStudy(
      Config config,
      List<String> kinds,
      List<Double> loads,
      CanarySettings settings,
      int draws,
      int pairs,
      long seed) {
    this.settings = settings;
    this.regimes =
        RegimeGrid.of(
            config, kinds, loads, List.of("B"), List.of("paper"), List.of(Regime.Start.COLD));
    this.draws = draws;
    this.pairs = pairs;
    this.seed = seed;
  }

  /**
   * Episodes in which two policies take turns, in a fixed order.
   *
   * @param control name of a policy that is not learned
   * @param candidate likewise; may be the same
   * @throws IllegalArgumentException when there is no such policy
   */
  public List<SwitchbackEpisode> episodes(String control, String candidate, int threads) {
    Policy unused = Policies.create(control, SwitchbackStudy::noModel);
    unused = Policies.create(candidate, SwitchbackStudy::noModel);
    List<Callable<SwitchbackEpisode>> tasks = new ArrayList<>();
    for (Regime regime : regimes) {
      for (int draw = 0; draw < draws; draw++) {
        long drawn = Seeds.mix(seed, draw);
        tasks.add(
            () ->
                SwitchbackEpisode.run(
                    regime.simulator(),
                    workload(regime, drawn),
                    settings.blocks(drawn, 0),
                    Policies.create(control, SwitchbackStudy::noModel),
                    Policies.create(candidate, SwitchbackStudy::noModel),
                    drawn));
      }
    }
    return InOrder.run(threads, tasks);
  }

  /** Trials of a candidate that is like the control, but slower or faster by a factor. */
  public SwitchbackTrials trials(List<SwitchbackEpisode> equal, double factor) {
    List<List<PairTally>> all = equal.stream().map(episode -> episode.pairs(factor)).toList();
    return new SwitchbackTrials(settings, all, Seeds.mix(seed, Double.doubleToLongBits(factor)));
  }

  /** How the trial of an episode as it was ends; running when its pairs do not suffice. */
  public Ruling ruling(SwitchbackEpisode episode) {
    return SwitchbackTrials.play(settings, episode.pairs());
  }

  private static Scorer noModel() {
    throw new IllegalArgumentException("--policies: a learned policy has no model here");
  }

  private Workload workload(Regime regime, long drawn) {
    double cores = regime.cluster().stream().mapToDouble(InvokerSettings::cores).sum();
    double phase = Seeds.generator(drawn, 1).nextDouble();
    return OpenArrivals.atLoad(regime.load(), cores, regime.settings()::coresDemanded, DURATION_CV)
        .with(new DailyShape(AMPLITUDE, PERIOD_SECONDS, phase))
        .during(
            2 * settings.blockSeconds() * (pairs + 2),
            FunctionPopulation.draw(regime.functions(), drawn),
            drawn);
  }
}
