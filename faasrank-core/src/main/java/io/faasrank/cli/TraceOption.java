package io.faasrank.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --trace} of all commands that draw arrivals. */
public final class TraceOption {

  @Option(
      names = "--trace",
      paramLabel = "DIR",
      description = "Folder of a trace in the Azure 2019 format; without, arrivals are generated.")
  private @Nullable Path folder;

  /** The trace's folder, or null for generated arrivals. */
  public @Nullable Path folder() {
    return folder;
  }

  /** A split is one of a trace, and a trace is a folder. */
  public void check(@Nullable String split) {
    ExperimentOptions.require(split == null || folder != null, "--split: needs --trace");
    ExperimentOptions.require(
        folder == null || Files.isDirectory(folder), "--trace: expected a folder, found " + folder);
  }
}
