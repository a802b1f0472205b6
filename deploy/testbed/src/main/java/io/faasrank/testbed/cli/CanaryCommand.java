package io.faasrank.testbed.cli;

import io.faasrank.cli.Commands;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code faasrank canary}: the group of the commands about a model on trial. */
@Command(
    name = "canary",
    subcommands = {
      CanaryStartCommand.class,
      CanaryStatusCommand.class,
      CanaryStopCommand.class,
      CanarySimulateCommand.class
    },
    description = "A model on trial against what serves.")
final class CanaryCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw Commands.commandExpected(spec);
  }
}
