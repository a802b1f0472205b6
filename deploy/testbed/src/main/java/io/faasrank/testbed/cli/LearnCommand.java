package io.faasrank.testbed.cli;

import io.faasrank.cli.Commands;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code faasrank learn}: the group of the commands that read a running cluster's log. */
@Command(
    name = "learn",
    subcommands = {
      LearnRecordCommand.class,
      LearnShowCommand.class,
      LearnReplayCommand.class,
      LearnTwinCommand.class,
      LearnOnceCommand.class,
      LearnRunCommand.class,
      LearnStatusCommand.class
    },
    description = "The log of a running cluster: kept in files, shown, replayed, learnt from.")
final class LearnCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw Commands.commandExpected(spec);
  }
}
