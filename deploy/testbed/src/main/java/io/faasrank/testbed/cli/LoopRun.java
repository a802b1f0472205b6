package io.faasrank.testbed.cli;

import io.faasrank.cli.LearningOptions;
import io.faasrank.experiment.Arrivals;
import io.faasrank.report.Provenance;
import io.faasrank.report.TrainingRow;
import io.faasrank.testbed.train.EpisodeLog;
import io.faasrank.testbed.train.LoopSystem;
import io.faasrank.testbed.train.ModelPublisher;
import io.faasrank.testbed.train.TrainingLoop;
import io.faasrank.training.OnlineTrainer;
import io.faasrank.training.TrainingSettings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A training on a running system, from its first episode to its report. */
record LoopRun(
    LoopSystem system,
    EpisodeLog log,
    ModelPublisher publisher,
    OnlineTrainer trainer,
    TrainingSettings settings,
    Arrivals arrivals,
    Provenance provenance) {

  /**
   * Trains.
   *
   * @param err gets a line for each update
   */
  LoopReport train(PrintWriter err) {
    Map<String, String> metadata =
        Map.of(
            "command", provenance.command(),
            "seed", Long.toString(provenance.seed()),
            "data", provenance.dataSet(),
            "cluster", provenance.cluster());
    TrainingLoop loop =
        new TrainingLoop(
            system,
            log,
            publisher,
            trainer,
            settings,
            arrivals.workloads(),
            arrivals.source(),
            metadata);
    List<TrainingRow> rows = new ArrayList<>();
    loop.run(
        row -> {
          rows.add(row);
          err.printf(
              Locale.ROOT,
              "faasrank: episode %d of %d, %s: mean FCT %.2f s%n",
              row.episode(),
              settings.updates() * settings.episodesPerUpdate(),
              row.workload(),
              row.meanFctSeconds());
          err.flush();
        });
    return new LoopReport(
        rows, loop, trainer.model(metadata), provenance, LearningOptions.of(settings));
  }
}
