package io.faasrank.testbed.cli;

import io.faasrank.cli.Commands;
import io.faasrank.cli.ExplainSubcommand;
import io.faasrank.experiment.Options;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code faasrank explain log}: a decision that a controller has made, from its log. */
@Command(
    name = "log",
    description =
        "Says why a running cluster placed an activation where it did, from the files that learn"
            + " record keeps: rebuilds what the decision saw and lets the policy decide again.")
final class ExplainLogCommand implements ExplainSubcommand {

  @Mixin private LogFolderOption log = new LogFolderOption();

  @Mixin private LogQuestion question = new LogQuestion();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    question.check();
    boolean found = question.answer(log.path(), Commands.line(spec).getOut());
    Options.require(found, "--folder: " + log.path() + " does not have " + question.wanted());
    return Commands.OK;
  }
}
