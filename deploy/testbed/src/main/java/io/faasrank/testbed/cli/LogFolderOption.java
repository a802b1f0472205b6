package io.faasrank.testbed.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --folder} of the commands that read a log from its files. */
final class LogFolderOption {

  @Option(
      names = "--folder",
      required = true,
      paramLabel = "FOLDER",
      description = "Where record keeps its files.")
  private Path folder = Path.of("");

  /** The folder; nothing says that it is there. */
  Path path() {
    return folder;
  }
}
