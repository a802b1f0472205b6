package io.faasrank.experiment;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.report.EpisodeRecords;
import io.faasrank.report.placement.PlacementMap;
import io.faasrank.simulation.EpisodeRecorder;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.Seeds;
import java.util.Optional;
import java.util.function.Consumer;

/** Experiments on the simulated cluster: resolves what the command line names. */
public final class SimulatedExperiments implements Experiment.Factory {

  private final Consumer<String> warnings;

  /**
   * @param warnings told one line each, on what was found in files and passed over
   */
  public SimulatedExperiments(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  @Override
  public Experiment open(ExperimentSettings settings) {
    Config loaded = ConfigFactory.load(SimulatedExperiments.class.getClassLoader());
    Config config =
        Options.read(
            "--calibration", () -> SimulationSettings.choose(loaded, settings.calibration()));
    Contenders contenders =
        new Contenders(
            Contenders.select(settings.policies()), settings.model(), settings.candidates());
    Simulator simulator =
        new Simulator(SimulationSettings.from(config), settings.invokerSettings())
            .withControllers(settings.controllers());
    Arrivals arrivals = Arrivals.open(settings, config);
    arrivals.warnings().forEach(warnings);
    return new Experiment(
        contenders.policies(),
        arrivals.workloads(),
        arrivals.functions(),
        arrivals.dataSet(),
        (policy, workload, repetition, replay) ->
            byFunction(
                contenders.run(
                    policy,
                    simulator,
                    arrivals.source().workload(workload, repetition, replay),
                    Seeds.mix(settings.seed(), Seeds.key(workload), repetition, replay)),
                arrivals.functions().size()),
        (policy, workload, repetition, activation) ->
            Optional.of(
                contenders.record(
                    policy,
                    simulator,
                    arrivals.source().workload(workload, repetition, 0),
                    Seeds.mix(settings.seed(), Seeds.key(workload), repetition, 0),
                    model ->
                        activation == EpisodeRecords.SOME
                            ? EpisodeRecorder.upTo(PlacementMap.MOST_ACTIVATIONS, model)
                            : EpisodeRecorder.of(activation, model))));
  }

  /** The episode with the actions that draws have of their own under the functions they are. */
  private static EpisodeResult byFunction(EpisodeResult episode, int functions) {
    return new EpisodeResult(
        episode.completions().stream()
            .map(completion -> completion.ofFunction(completion.function() % functions))
            .toList(),
        episode.slowdown());
  }
}
