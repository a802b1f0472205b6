package io.faasrank.testbed.cli;

import io.faasrank.cli.Version;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code faasrank testbed}: the group of the testbed's commands. */
@Command(
    name = "testbed",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {AttachCommand.class, CompareCommand.class},
    description = "Emulated invokers that speak OpenWhisk's wire protocol.")
final class TestbedCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec == null) {
      throw new IllegalStateException("a command runs through its command line only");
    }
    throw new ParameterException(
        spec.commandLine(),
        "expected a command: " + String.join(", ", spec.subcommands().keySet()));
  }
}
