package io.faasrank.testbed.cli;

import io.faasrank.cli.DecisionOptions;
import io.faasrank.experiment.Options;
import io.faasrank.testbed.learn.LoggedActivation;
import io.faasrank.testbed.learn.LoggedActivations;
import io.faasrank.testbed.learn.RebuiltDecision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which decision of a log is explained, and how. */
final class LogQuestion {

  @Option(
      names = "--activation",
      paramLabel = "ID",
      description = "Which one, by OpenWhisk's id (default: the one that took longest).")
  private @Nullable String activation;

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "List the last N instead of explaining one.")
  private @Nullable Integer last;

  @Mixin private DecisionOptions asked = new DecisionOptions();

  /** Checks the options, before anything is read. */
  void check() {
    if (last != null) {
      int unused = Options.atLeast(1, "--last", last);
      Options.require(activation == null, "--last: not with --activation");
    }
    asked.create();
  }

  /**
   * Answers from the files of a folder.
   *
   * @return false where the activation is not in them
   */
  boolean answer(Path folder, PrintWriter out) throws IOException {
    LoggedActivations log = new LoggedActivations(folder);
    if (last != null) {
      List<LoggedActivation> listed = log.last(last);
      ActivationList.write(listed, asked.json(), out);
      return !listed.isEmpty();
    }
    String id = activation;
    Optional<LoggedActivation> found = id == null ? log.slowest() : log.find(id);
    if (found.isEmpty()) {
      return false;
    }
    LoggedActivation one = found.get();
    Optional<Integer> other = asked.whyNot().or(() -> LoggedStory.elsewhere(one.placed()));
    String shown = one.placed().activationId();
    RebuiltDecision rebuilt = RebuiltDecision.of(log, Set.of(shown), other).get(shown);
    asked.write(new LoggedStory(one, Optional.ofNullable(rebuilt)).report(other), out);
    return true;
  }

  /** What was not found, for a message. */
  String wanted() {
    return activation == null ? "a decision" : "activation " + activation;
  }
}
