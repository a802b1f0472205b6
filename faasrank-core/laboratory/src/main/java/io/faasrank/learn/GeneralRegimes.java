package io.faasrank.learn;

import com.typesafe.config.Config;
import io.faasrank.experiment.Regime;
import io.faasrank.experiment.RegimeGrid;
import io.faasrank.experiment.SeedSpace;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.simulation.Simulator;
import io.faasrank.training.Site;
import io.faasrank.training.Task;
import io.faasrank.training.Validation;
import io.faasrank.workload.Seeds;
import io.faasrank.workload.WorkloadSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a general model is trained on and chosen by, of the regimes on which it is judged: the
 * clusters of {@link RegimeGrid} to train on, and to choose by the grid itself, random regimes and
 * the paper's workloads, all from seeds that no report uses.
 */
public final class GeneralRegimes {

  /** Random regimes to choose by. Unmeasured: a third of the grid's number. */
  private static final int RANDOM = 60;

  /** Draws of each of the paper's workloads to choose by. */
  private static final int DRAWS = 2;

  private GeneralRegimes() {}

  /** Every calibration. */
  public static List<SimulationSettings> calibrations(Config config) {
    return RegimeGrid.calibrations(config).stream()
        .map(name -> SimulationSettings.from(config, name))
        .toList();
  }

  /** The clusters of the grid, in every calibration. */
  public static List<Site> sites(Config config) {
    return grid(config, RegimeGrid.KINDS.subList(0, 1), RegimeGrid.LOADS.subList(0, 1)).stream()
        .filter(regime -> regime.start() == Regime.Start.COLD)
        .map(regime -> new Site(regime.settings(), regime.cluster()))
        .toList();
  }

  /**
   * Tasks to choose by.
   *
   * @param paper where the workloads take place
   */
  public static Validation validation(
      Config config, Simulator paper, List<String> workloads, WorkloadSource arrivals, long seed) {
    long drawn = SeedSpace.VALIDATION.seed(seed);
    List<Regime> regimes = new ArrayList<>(grid(config, RegimeGrid.KINDS, RegimeGrid.LOADS));
    regimes.addAll(
        RegimeGrid.random(
            config,
            RANDOM,
            RegimeGrid.calibrations(config),
            Arrays.asList(Regime.Start.values()),
            drawn));
    List<Validation.TaskKind> kinds = new ArrayList<>();
    for (Regime regime : regimes) {
      kinds.add(new Validation.TaskKind(List.of(task(regime, Seeds.mix(drawn, 0)))));
    }
    for (String name : workloads) {
      List<Task> draws = new ArrayList<>();
      for (int r = 0; r < DRAWS; r++) {
        draws.add(new Task(name, paper, arrivals.workload(name, r, 0)));
      }
      kinds.add(new Validation.TaskKind(draws));
    }
    return new Validation(kinds, Candidates.rules(), Validation.Criterion.GEOMETRIC_AND_EXCESS);
  }

  private static Task task(Regime regime, long seed) {
    return new Task(
        regime.functions().name(), regime.simulator(), regime.workload(seed), regime.uncounted());
  }

  private static List<Regime> grid(Config config, List<String> kinds, List<Double> loads) {
    return RegimeGrid.of(
        config,
        kinds,
        loads,
        RegimeGrid.CLUSTERS,
        RegimeGrid.calibrations(config),
        Arrays.asList(Regime.Start.values()));
  }
}
