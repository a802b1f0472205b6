package io.faasrank.cli;

import com.typesafe.config.Config;
import io.faasrank.experiment.ArrivalReader;
import io.faasrank.experiment.Arrivals;
import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.learn.GeneralRegimes;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.simulation.Simulator;
import io.faasrank.training.GeneralTasks;
import io.faasrank.training.TaskMix;
import io.faasrank.training.TaskSource;
import io.faasrank.training.TurningTasks;
import io.faasrank.training.Validation;
import io.faasrank.workload.MergedDraws;
import io.faasrank.workload.RecordPart;
import io.faasrank.workload.Seeds;
import io.faasrank.workload.Split;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a plan trains on and what it chooses by, read and ready. */
final class TrainingSetup {

  private final TrainingPlan plan;
  private final Config config;
  private final List<Simulator> turns = new ArrayList<>();
  private final ArrivalReader reader;
  private final Arrivals training;

  TrainingSetup(TrainingPlan plan, Config config) {
    this.plan = plan;
    this.config = config;
    Map<String, Simulator> simulators = new LinkedHashMap<>();
    SimulationSettings settings = SimulationSettings.from(config);
    double cores = 0;
    for (String cluster : plan.clusters()) {
      List<InvokerSettings> invokers = ExperimentSettings.parse(cluster);
      cores += invokers.stream().mapToDouble(InvokerSettings::cores).sum();
      turns.add(simulators.computeIfAbsent(cluster, text -> new Simulator(settings, invokers)));
    }
    reader =
        new ArrivalReader(
            plan.trace(),
            plan.invocations(),
            plan.functions(),
            cores / plan.clusters().size(),
            config);
    training = arrivals(plan.split(), RecordPart.TRAINING, "train");
  }

  /** Arrivals to train on. */
  Arrivals training() {
    return training;
  }

  /** Tasks to train on. */
  TaskSource tasks() {
    TaskSource turning =
        new TurningTasks(
            turns, training.workloads(), training.source(), plan.settings().sameArrivals());
    return plan.mix() == TaskMix.WORKLOADS
        ? turning
        : new GeneralTasks(
            turning,
            GeneralRegimes.sites(config),
            GeneralRegimes.calibrations(config),
            plan.settings().tasks(),
            Seeds.mix(plan.settings().seed(), Seeds.key("general")));
  }

  /** Tasks to choose by. */
  Validation validation() {
    Arrivals others = arrivals(plan.validationSplit(), RecordPart.VALIDATION, "validation");
    return plan.mix() == TaskMix.WORKLOADS
        ? Validation.againstHashing(
            new LinkedHashSet<>(turns), training.workloads(), others.source())
        : GeneralRegimes.validation(
            config, turns.get(0), training.workloads(), others.source(), plan.settings().seed());
  }

  private Arrivals arrivals(@Nullable Split split, RecordPart part, String purpose) {
    long seed = Seeds.mix(plan.settings().seed(), Seeds.key(purpose));
    return reader.draw(plan.workloads(), split, part, MergedDraws.ONE, seed);
  }
}
