package io.faasrank.cli;

import io.faasrank.model.Model;
import io.faasrank.report.TrainingCsv;
import io.faasrank.report.TrainingRow;
import io.faasrank.training.Checkpoint;
import io.faasrank.training.TrainingListener;
import io.faasrank.training.UpdateStats;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records a training as it happens: rows at every update, then model and checkpoint, in this order,
 * at every validation. Whenever the process ends, the rows reach the checkpoint and the model is
 * the best up to the checkpoint or later, so that a resumed run gives the same result.
 */
final class TrainingRecorder implements TrainingListener, AutoCloseable {

  private final TrainingFolder folder;
  private final Map<String, String> settings;
  private final Map<String, String> provenance;
  private final String reference;
  private final Progress progress;
  private final PrintWriter err;
  private final TrainingCsv csv;
  private final List<TrainingRow> rows = new ArrayList<>();
  private final List<TrainingRow> unwritten = new ArrayList<>();
  private double percent = Double.NaN;

  /**
   * @param from the checkpoint to go on from, or null
   * @param settings that a checkpoint is bound to
   * @param provenance metadata of the models
   * @param reference what validations are percentages of
   * @param err gets a line per validation where there is no progress bar
   */
  TrainingRecorder(
      TrainingFolder folder,
      @Nullable Checkpoint from,
      Map<String, String> settings,
      Map<String, String> provenance,
      String reference,
      Progress progress,
      PrintWriter err) {
    this.folder = folder;
    this.settings = settings;
    this.provenance = provenance;
    this.reference = reference;
    this.progress = progress;
    this.err = err;
    this.csv = folder.csv(from, rows);
  }

  /** All episodes, those of earlier runs included. */
  List<TrainingRow> rows() {
    return rows;
  }

  @Override
  public void updated(List<Episode> episodes, UpdateStats stats) {
    flush();
    for (Episode episode : episodes) {
      unwritten.add(
          new TrainingRow(
              episode.episode() + 1,
              (int) stats.update(),
              episode.workload(),
              episode.totalReward(),
              episode.meanCompletionSeconds(),
              stats.policyLoss(),
              stats.valueLoss(),
              stats.approximateKl(),
              stats.clipFraction(),
              stats.entropy(),
              stats.explainedVariance(),
              stats.actorGradientNorm(),
              Double.NaN));
    }
    TrainingRow last = unwritten.get(unwritten.size() - 1);
    progress.stepTo(
        last.episode(),
        String.format(
            Locale.ROOT,
            " FCT %.2f s (%s), validation %s",
            last.meanFctSeconds(),
            last.workload(),
            Double.isNaN(percent) ? "-" : percentText(percent)));
  }

  @Override
  public void validated(int episodes, double percentOfReference, boolean best, Model model) {
    percent = percentOfReference;
    int last = unwritten.size() - 1;
    unwritten.set(last, unwritten.get(last).withValidation(percentOfReference));
    flush();
    if (best) {
      Map<String, String> metadata = new LinkedHashMap<>(provenance);
      metadata.put("episodes", Integer.toString(episodes));
      metadata.put(
          "validation_percent_of_" + reference.replace(' ', '_'),
          Double.toString(percentOfReference));
      folder.write(
          new Model(model.schema(), model.scaler(), model.actor(), model.critic(), metadata));
    }
    if (!progress.shown()) {
      err.printf(
          Locale.ROOT,
          "episode %d: validation %s of %s%s%n",
          episodes,
          percentText(percentOfReference),
          reference,
          best ? ", best so far" : "");
    }
  }

  @Override
  public void checkpoint(Checkpoint checkpoint) {
    folder.write(checkpoint, settings);
  }

  private void flush() {
    try {
      for (TrainingRow row : unwritten) {
        csv.write(row);
        rows.add(row);
      }
      csv.flush();
      unwritten.clear();
    } catch (IOException e) {
      throw folder.refused(e);
    }
  }

  static String percentText(double percent) {
    return String.format(Locale.ROOT, "%.1f %%", percent);
  }

  @Override
  public void close() {
    flush();
    try {
      csv.close();
    } catch (IOException e) {
      throw folder.refused(e);
    }
  }
}
