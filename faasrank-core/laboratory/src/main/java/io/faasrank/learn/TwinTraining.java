package io.faasrank.learn;

import com.typesafe.config.Config;
import io.faasrank.experiment.Regime;
import io.faasrank.experiment.RegimeGrid;
import io.faasrank.experiment.SeedSpace;
import io.faasrank.model.Model;
import io.faasrank.training.Checkpoint;
import io.faasrank.training.GeneralTasks;
import io.faasrank.training.PpoSettings;
import io.faasrank.training.Preset;
import io.faasrank.training.Task;
import io.faasrank.training.TaskSource;
import io.faasrank.training.Trainer;
import io.faasrank.training.TrainingListener;
import io.faasrank.training.TrainingSettings;
import io.faasrank.training.UpdateStats;
import io.faasrank.training.Validation;
import io.faasrank.workload.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * Trains a model on from where it is, on a twin and beside it on the general population: of twelve
 * tasks of an update nine are the twin's. What is kept is the best by a validation on both, the
 * model before the first update included.
 */
final class TwinTraining {

  private static final int TASKS = 12;
  private static final int GENERAL_TASKS = 4;

  /** Rates relative to the recorded one at which a model is validated. */
  private static final double[] RATES = {0.7, 1, 1.3};

  private static final int DRAWS = 3;

  /** Random regimes beside them. Chosen: as many kinds of tasks as the twin has. */
  private static final int REGIMES = 3;

  private static final int VALIDATE_EVERY = 5;

  /** Half of what training from nothing has, since what is known is not to be lost. Chosen. */
  private static final double LEARNING_RATE = 1e-3;

  private final TwinEstimate estimate;
  private final Config config;
  private final LearningSettings settings;

  TwinTraining(TwinEstimate estimate, Config config, LearningSettings settings) {
    this.estimate = estimate;
    this.config = config;
    this.settings = settings;
  }

  /**
   * What came out.
   *
   * @param model the best by validation
   * @param updates done
   * @param startPercent of the best rule before the first update, by the validation
   * @param bestPercent the same of the model
   */
  record Trained(Model model, int updates, double startPercent, double bestPercent) {}

  /**
   * Trains.
   *
   * @param enough whether to end before all updates are done
   */
  Trained train(Model start, BooleanSupplier enough, LearningListener listener) {
    if (settings.updates() == 0) {
      return new Trained(start, 0, Double.NaN, Double.NaN);
    }
    ExecutorService pool = Executors.newFixedThreadPool(settings.threads());
    try {
      BestSoFar best = new BestSoFar(start, enough, listener, settings.updates());
      Checkpoint end =
          new Trainer(settings(start), tasks(), validation(), pool, start).train(null, best);
      return new Trained(
          best.model, (int) end.state().updates(), best.startPercent, best.bestPercent);
    } finally {
      pool.shutdownNow();
    }
  }

  private TrainingSettings settings(Model start) {
    TrainingSettings general = Preset.GENERAL.settings();
    PpoSettings ppo = general.ppo().withLearningRate(LEARNING_RATE);
    return new TrainingSettings(
        start.schema(),
        general.baseline(),
        TASKS,
        general.rollouts(),
        general.steps(),
        0,
        settings.updates() * TASKS * general.rollouts(),
        false,
        general.credit(),
        true,
        general.outputScale(),
        Math.min(VALIDATE_EVERY, settings.updates()),
        0,
        settings.seed(),
        ppo);
  }

  private TaskSource tasks() {
    long seed = Seeds.mix(settings.seed(), Seeds.key("twin"));
    TaskSource own = new TwinTasks(estimate, config, TASKS - GENERAL_TASKS, seed);
    TaskSource general =
        new GeneralTasks(
            new TwinTasks(estimate, config, 1, Seeds.mix(seed, 1)),
            GeneralRegimes.sites(config),
            GeneralRegimes.calibrations(config),
            GENERAL_TASKS,
            Seeds.mix(settings.seed(), Seeds.key("general")));
    return new TaskSource() {
      @Override
      public List<Task> tasks(int update) {
        List<Task> both = new ArrayList<>(own.tasks(update));
        both.addAll(general.tasks(update));
        return both;
      }

      @Override
      public List<Task> scalerTasks() {
        return own.scalerTasks();
      }
    };
  }

  private Validation validation() {
    TwinTasks twin =
        new TwinTasks(estimate, config, 1, Seeds.mix(settings.seed(), Seeds.key("validation")));
    List<Validation.TaskKind> kinds = new ArrayList<>();
    for (double rate : RATES) {
      List<Task> draws = new ArrayList<>();
      for (int draw = 0; draw < DRAWS; draw++) {
        draws.add(twin.plain(rate, draw));
      }
      kinds.add(new Validation.TaskKind(draws));
    }
    long seed = SeedSpace.VALIDATION.seed(settings.seed());
    for (Regime regime :
        RegimeGrid.random(
            config,
            REGIMES,
            RegimeGrid.calibrations(config),
            Arrays.asList(Regime.Start.COLD, Regime.Start.KNOWN),
            seed)) {
      kinds.add(
          new Validation.TaskKind(
              List.of(
                  new Task(regime.functions().name(), regime.simulator(), regime.workload(seed)))));
    }
    return new Validation(kinds, Candidates.rules(), Validation.Criterion.GEOMETRIC_AND_EXCESS);
  }

  /** Keeps the best model. */
  private static final class BestSoFar implements TrainingListener {

    private final BooleanSupplier enough;
    private final LearningListener listener;
    private final int updates;
    private Model model;
    private double startPercent = Double.NaN;
    private double bestPercent = Double.NaN;
    private int done;

    BestSoFar(Model start, BooleanSupplier enough, LearningListener listener, int updates) {
      this.model = start;
      this.enough = enough;
      this.listener = listener;
      this.updates = updates;
    }

    @Override
    public void updated(List<Episode> episodes, UpdateStats stats) {
      listener.trained(++done, updates);
    }

    @Override
    public void validated(int episodes, double percent, boolean best, Model validated) {
      if (Double.isNaN(startPercent)) {
        startPercent = percent;
      }
      if (best) {
        bestPercent = percent;
        model = validated;
      }
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
      // a round is short; an interrupted one begins anew
    }

    @Override
    public boolean enough() {
      return enough.getAsBoolean();
    }
  }
}
