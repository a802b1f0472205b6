package io.faasrank.cli;

import io.faasrank.experiment.Options;
import io.faasrank.workload.Split;
import io.faasrank.workload.TraceFormats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of all commands that draw arrivals: from where, and by which seed. */
public final class ArrivalOptions {

  @Option(
      names = "--trace",
      paramLabel = "DIR|FORMAT:DIR",
      description =
          "Folder of a trace in one of the formats ${COMPLETION-CANDIDATES}, by default recognised"
              + " by its files; without, arrivals are generated.",
      completionCandidates = Formats.class)
  private @Nullable String trace;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description =
          "The trace's functions to draw from: train, validation, test or all (default"
              + " ${DEFAULT-VALUE}).")
  private String split;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides arrivals and all random choices (default ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Spec private @Nullable CommandSpec spec;

  /**
   * @param split unless another is given
   */
  public ArrivalOptions(Split split) {
    this.split = split.toString();
  }

  /**
   * The trace as {@code [FORMAT:]DIR}, or null for generated arrivals.
   *
   * @throws IllegalArgumentException if there is no such folder
   */
  public @Nullable String trace() {
    if (trace != null) {
      Path folder = TraceFormats.folder(trace);
      Options.require(Files.isDirectory(folder), "--trace: expected a folder, found " + folder);
    }
    return trace;
  }

  /**
   * The trace's functions to draw from; null without a trace.
   *
   * @throws IllegalArgumentException if it is unknown, or given without a trace
   */
  public @Nullable Split split() {
    Options.require(trace != null || !Commands.given(spec, "--split"), "--split: needs --trace");
    return trace == null ? null : split("--split", split);
  }

  /** A split by its name, as the value of an option. */
  static Split split(String option, String name) {
    return Options.read(option, () -> Split.parse(name));
  }

  public long seed() {
    return seed;
  }

  /** For the help. */
  private static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return TraceFormats.names().iterator();
    }
  }
}
