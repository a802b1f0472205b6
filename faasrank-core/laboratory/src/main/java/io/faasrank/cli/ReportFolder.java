package io.faasrank.cli;

import io.faasrank.experiment.Options;
import io.faasrank.report.Analysis;
import io.faasrank.report.ReportFormat;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options {@code --out} and {@code --overwrite} of all commands that have a result; without
 * them, nothing is written.
 */
public final class ReportFolder {

  private static final String HTML = "report.html";

  /** The files of an evaluation. */
  public static final List<String> EVALUATION = List.of("evaluation.csv", "evaluation.json", HTML);

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Also write the whole result here, in every format. A folder with one is refused.")
  private @Nullable Path folder;

  @Option(names = "--overwrite", description = "Replace a result in --out.")
  private boolean overwrite;

  /** Writes a file's content. */
  @FunctionalInterface
  public interface Content {
    void write(Writer out) throws IOException;
  }

  /**
   * Creates the folder, before anything long is run.
   *
   * @param files that will be written
   * @throws IllegalArgumentException if that cannot be done, or if one of the files is there
   *     already and is not to be replaced
   */
  public void create(List<String> files) {
    Options.require(folder != null || !overwrite, "--overwrite: needs --out");
    if (folder == null) {
      return;
    }
    for (String file : files) {
      Options.require(
          overwrite || !Files.exists(folder.resolve(file)),
          "--out: expected a folder without a result, found "
              + folder.resolve(file)
              + "; --overwrite replaces it");
    }
    create(folder);
  }

  static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw refused(folder, e);
    }
  }

  /**
   * Writes a file whole or not at all, so that a full disk leaves an older one as it was.
   *
   * @return the file; none without the option
   * @throws IllegalArgumentException if it cannot be written
   */
  public Optional<Path> write(String name, Content content) {
    return whole(
        name,
        part -> {
          try (Writer out = Files.newBufferedWriter(part)) {
            content.write(out);
          }
        });
  }

  /** As {@link #write(String, Content)}. */
  public Optional<Path> write(String name, byte[] content) {
    return whole(name, part -> Files.write(part, content));
  }

  /** Fills a file. */
  private interface Filling {
    void fill(Path part) throws IOException;
  }

  private Optional<Path> whole(String name, Filling filling) {
    if (folder == null) {
      return Optional.empty();
    }
    Path file = folder.resolve(name);
    Path part = folder.resolve(name + ".part");
    try {
      filling.fill(part);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      return Optional.of(file);
    } catch (IOException e) {
      throw refused(folder, e);
    }
  }

  /**
   * Writes the files of an evaluation.
   *
   * @return the report
   * @throws IllegalArgumentException if one cannot be written
   */
  public Optional<Path> write(Analysis analysis) {
    write(EVALUATION.get(0), out -> ReportFormat.CSV.write(analysis, out));
    write(EVALUATION.get(1), out -> ReportFormat.JSON.write(analysis, out));
    return write(HTML, out -> ReportFormat.HTML.write(analysis, out));
  }

  static IllegalArgumentException refused(Path folder, IOException e) {
    return new IllegalArgumentException(
        "--out: expected a folder that can be written, found " + folder + " (" + e + ")", e);
  }
}
