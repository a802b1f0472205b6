package io.faasrank.testbed.cli;

import io.faasrank.cli.Commands;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code faasrank testbed}: the group of the testbed's commands. */
@Command(
    name = "testbed",
    subcommands = {
      AttachCommand.class,
      CompareCommand.class,
      TestbedTrainCommand.class,
      StormCommand.class,
      SoakCommand.class,
      HelpCommand.class
    },
    description = "Emulated invokers that speak OpenWhisk's wire protocol.")
final class TestbedCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw Commands.commandExpected(spec);
  }
}
