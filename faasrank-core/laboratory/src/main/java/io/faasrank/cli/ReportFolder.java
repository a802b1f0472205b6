package io.faasrank.cli;

import io.faasrank.report.Analysis;
import io.faasrank.report.ReportFormat;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --out} of all commands that compare; without it, nothing is written. */
public final class ReportFolder {

  private static final String HTML = "report.html";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write evaluation.csv, evaluation.json and report.html here.")
  private @Nullable Path folder;

  /**
   * Creates the folder, before anything long is run.
   *
   * @throws IllegalArgumentException if that cannot be done
   */
  public void create() {
    if (folder != null) {
      create(folder);
    }
  }

  static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw refused(folder, e);
    }
  }

  /**
   * Writes the files, over older ones of the same name.
   *
   * @return the report
   * @throws IllegalArgumentException if one cannot be written
   */
  public Optional<Path> write(Analysis analysis) {
    if (folder == null) {
      return Optional.empty();
    }
    write(folder, analysis, ReportFormat.CSV, "evaluation.csv");
    write(folder, analysis, ReportFormat.JSON, "evaluation.json");
    write(folder, analysis, ReportFormat.HTML, HTML);
    return Optional.of(folder.resolve(HTML));
  }

  private static void write(Path folder, Analysis analysis, ReportFormat format, String name) {
    try (Writer file = Files.newBufferedWriter(folder.resolve(name))) {
      format.write(analysis, file);
    } catch (IOException e) {
      throw refused(folder, e);
    }
  }

  static IllegalArgumentException refused(Path folder, IOException e) {
    return new IllegalArgumentException(
        "--out: expected a folder that can be written, found " + folder + " (" + e + ")", e);
  }
}
