package io.faasrank.testbed.cli;

import com.typesafe.config.ConfigFactory;
import io.faasrank.cli.Commands;
import io.faasrank.learn.ClusterRecord;
import io.faasrank.learn.LearningListener;
import io.faasrank.learn.LearningRound;
import io.faasrank.learn.LearningSettings;
import io.faasrank.learn.LearningText;
import io.faasrank.learn.Offer;
import io.faasrank.model.ShippedModel;
import io.faasrank.testbed.learn.ReplayedChoices;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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

  @Option(
      names = "--hours",
      defaultValue = "24",
      paramLabel = "N",
      description =
          "Files to read, the newest (${DEFAULT-VALUE}). The last three tenths of their time are"
              + " judged on, the rest trained on.")
  private int hours;

  @Option(
      names = "--model",
      defaultValue = ShippedModel.DEFAULT,
      paramLabel = "MODEL",
      description = "The model in service: a file or one of " + ShippedModel.LIST + ".")
  private String model = "";

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

  @Option(
      names = "--updates",
      defaultValue = "" + LearningSettings.UPDATES,
      paramLabel = "N",
      description = "Updates of the training (${DEFAULT-VALUE}).")
  private int updates;

  @Option(
      names = "--minutes",
      defaultValue = "30",
      paramLabel = "N",
      description = "After so long training ends in any case (${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Episodes run at a time (default: one per core); changes no result.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--scale",
      defaultValue = "1",
      paramLabel = "FACTOR",
      description = "How fast time ran, where a testbed wrote the log (${DEFAULT-VALUE}).")
  private double scale;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    require(hours >= 1, "--hours: expected 1 or more, found " + hours);
    require(updates >= 0, "--updates: expected 0 or more, found " + updates);
    require(minutes >= 1, "--minutes: expected 1 or more, found " + minutes);
    require(threads >= 1, "--threads: expected 1 or more, found " + threads);
    require(scale > 0, "--scale: expected more than 0, found " + scale);
    require(Files.notExists(out), "--out: " + out + " exists already, expected a new folder");
    PrintWriter err = Commands.line(spec).getErr();
    LearningRound round =
        new LearningRound(
            new LearningSettings(
                seed, updates, Duration.ofMinutes(minutes), LearningSettings.JUDGED_SHARE, threads),
            ConfigFactory.load(),
            Clock.systemUTC(),
            new LearningListener() {
              @Override
              public void began(String stage) {
                err.println("faasrank: " + stage);
              }
            });
    Offer offer =
        round.run(
            ClusterRecord.read(log.path(), hours, scale),
            ShippedModel.open(model),
            new ReplayedChoices(log.path(), hours));
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

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
