package io.faasrank.testbed.cli;

import com.typesafe.config.ConfigFactory;
import io.faasrank.cli.Commands;
import io.faasrank.experiment.Options;
import io.faasrank.learn.LearningListener;
import io.faasrank.learn.LearningRound;
import io.faasrank.learn.LearningSettings;
import io.faasrank.learn.LearningText;
import io.faasrank.learn.Offer;
import io.faasrank.testbed.learner.LearnerLog;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code faasrank learn once}: one round of learning, from a log to an offer. */
@Command(
    name = "once",
    description =
        "Trains the model in service on a twin of the cluster that wrote a log, judges it on later"
            + " arrivals of the log and writes it with the evidence to a new folder.")
final class LearnOnceCommand implements Callable<Integer> {

  @Mixin private LogFolderOption log = new LogFolderOption();

  @Mixin private RoundOptions options = new RoundOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "OFFER",
      description = "Folder to make, with " + Offer.MODEL + " and " + Offer.EVIDENCE + ".")
  private Path out = Path.of("");

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Decides everything that is random (${DEFAULT-VALUE}).")
  private long seed;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    LearningSettings settings = options.settings(seed, Runtime.getRuntime().availableProcessors());
    LearnerLog learnt = options.log(log.path(), false);
    Options.require(
        Files.notExists(out), "--out: " + out + " exists already, expected a new folder");
    PrintWriter err = Commands.line(spec).getErr();
    LearningRound round =
        new LearningRound(
            settings,
            ConfigFactory.load(),
            Clock.systemUTC(),
            new LearningListener() {
              @Override
              public void began(String stage) {
                err.println("faasrank: " + stage);
              }
            });
    Offer offer = learnt.learn(round, options.model());
    offer.write(out);
    PrintWriter to = Commands.line(spec).getOut();
    to.println(LearningText.of(offer.twin()));
    to.println(LearningText.of(offer.fit()));
    to.println(LearningText.of(offer.judgement()));
    to.printf(
        "%s: %s%n%s, started from the model %s, %s updates: %s%n",
        offer.offered() ? "offered" : "not offered",
        offer.verdict(),
        offer.digest(),
        offer.startedFrom(),
        offer.updates(),
        out);
    return Commands.OK;
  }
}
