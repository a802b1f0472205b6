package io.faasrank.testbed.cli;

import io.faasrank.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Writes a page for each command, in AsciiDoc, and the completion of bash and zsh. The profile
 * {@code release} runs it, and makes man pages of the pages.
 */
public final class ManPages {

  private ManPages() {}

  /**
   * Writes them.
   *
   * @param arguments the folder and FaaSRank's version
   */
  public static void main(String[] arguments) throws IOException {
    write(Path.of(arguments[0]), arguments[1]);
  }

  static void write(Path folder, String version) throws IOException {
    CommandLine line = Commands.describe(Main.commands());
    version(line, line.getCommandName() + " " + version);
    Path pages = Files.createDirectories(folder.resolve("adoc"));
    int code =
        ManPageGenerator.generateManPage(
            pages.toFile(), null, new boolean[0], false, line.getCommandSpec());
    if (code != CommandLine.ExitCode.OK) {
      throw new IllegalStateException("the man pages could not be written to " + folder);
    }
    Files.writeString(
        folder.resolve(line.getCommandName() + "_completion"),
        AutoComplete.bash(line.getCommandName(), line));
  }

  private static void version(CommandLine line, String version) {
    line.getCommandSpec().versionProvider(() -> new String[] {version});
    line.getSubcommands().values().forEach(each -> version(each, version));
  }
}
