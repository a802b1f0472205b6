package io.faasrank.cli;

import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.report.TrainingCsv;
import io.faasrank.report.TrainingReport;
import io.faasrank.report.TrainingRow;
import io.faasrank.training.Checkpoint;
import io.faasrank.training.CheckpointFile;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folder of {@code train --out}: model.safetensors (the best so far), checkpoint.safetensors,
 * training.csv, learning-curve.png, training.html and mlflow.json.
 */
record TrainingFolder(Path folder) {

  /**
   * Creates the folder for a new training.
   *
   * @throws IllegalArgumentException if that fails, or if it holds a training already
   */
  void create() {
    if (Files.exists(checkpointFile()) || Files.exists(modelFile())) {
      throw new IllegalArgumentException(
          "--out: expected a folder without a training, found one in "
              + folder
              + "; --resume goes on with it");
    }
    ReportFolder.create(folder);
  }

  /**
   * Reads where a training stands.
   *
   * @param settings that must be the same
   * @throws IllegalArgumentException if there is none or its settings differ
   */
  Checkpoint checkpoint(Map<String, String> settings) {
    return CheckpointFile.read(checkpointFile(), settings);
  }

  /**
   * Starts training.csv, with the rows up to a checkpoint where there is one.
   *
   * @return the rows kept are added to this list
   */
  TrainingCsv csv(@Nullable Checkpoint from, List<TrainingRow> rows) {
    Path file = folder.resolve("training.csv");
    try {
      if (from != null) {
        rows.addAll(rowsUntil(file, from.state().updates()));
      }
      TrainingCsv csv = new TrainingCsv(Files.newBufferedWriter(file));
      for (TrainingRow row : rows) {
        csv.write(row);
      }
      csv.flush();
      return csv;
    } catch (IOException e) {
      throw refused(e);
    }
  }

  private static List<TrainingRow> rowsUntil(Path file, long updates) throws IOException {
    try (Reader in = Files.newBufferedReader(file)) {
      List<TrainingRow> rows =
          TrainingCsv.read(in, file.toString()).stream()
              .takeWhile(row -> row.update() <= updates)
              .toList();
      long last = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).update();
      if (last != updates) {
        throw new IllegalArgumentException(
            file
                + ": expected the rows of "
                + updates
                + " updates as the checkpoint, found "
                + last);
      }
      return rows;
    }
  }

  /** Whether a training has come to its first checkpoint here. */
  boolean begun() {
    return Files.exists(checkpointFile());
  }

  /** Takes over the best model of another folder. */
  void copyModel(TrainingFolder other) {
    ModelFile.write(modelFile(), ModelFile.read(other.modelFile()));
  }

  void write(Model model) {
    ModelFile.write(modelFile(), model);
  }

  void write(Checkpoint checkpoint, Map<String, String> settings) {
    CheckpointFile.write(checkpointFile(), checkpoint, settings);
  }

  void write(TrainingReport report, Instant ended) {
    try {
      Files.write(folder.resolve("learning-curve.png"), report.png());
      try (Writer out = Files.newBufferedWriter(folder.resolve("training.html"))) {
        report.writeHtml(out);
      }
      try (Writer out = Files.newBufferedWriter(folder.resolve("mlflow.json"))) {
        report.writeMlflow(ended, out);
      }
    } catch (IOException e) {
      throw refused(e);
    }
  }

  Path modelFile() {
    return folder.resolve("model.safetensors");
  }

  private Path checkpointFile() {
    return folder.resolve("checkpoint.safetensors");
  }

  IllegalArgumentException refused(IOException e) {
    return ReportFolder.refused(folder, e);
  }
}
