package io.faasrank.cli;

import io.faasrank.report.Analysis;
import io.faasrank.report.ReportFormat;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of {@code --out}: evaluation.csv, evaluation.json and report.html. */
public record ReportFolder(Path folder) {

  /**
   * Creates the folder, before anything long is run.
   *
   * @throws IllegalArgumentException if that cannot be done
   */
  public void create() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw refused(e);
    }
  }

  /**
   * Writes the files, over older ones of the same name.
   *
   * @throws IllegalArgumentException if one cannot be written
   */
  public void write(Analysis analysis) {
    write(analysis, ReportFormat.CSV, "evaluation.csv");
    write(analysis, ReportFormat.JSON, "evaluation.json");
    write(analysis, ReportFormat.HTML, "report.html");
  }

  private void write(Analysis analysis, ReportFormat format, String name) {
    try (Writer file = Files.newBufferedWriter(folder.resolve(name))) {
      format.write(analysis, file);
    } catch (IOException e) {
      throw refused(e);
    }
  }

  private IllegalArgumentException refused(IOException e) {
    return new IllegalArgumentException(
        "--out: expected a folder that can be written, found " + folder + " (" + e + ")", e);
  }
}
