package io.faasrank.testbed.cli;

import com.typesafe.config.ConfigFactory;
import io.faasrank.cli.Commands;
import io.faasrank.experiment.Options;
import io.faasrank.learn.ClusterRecord;
import io.faasrank.learn.LearningListener;
import io.faasrank.learn.LearningRound;
import io.faasrank.learn.LearningSettings;
import io.faasrank.learn.LearningText;
import io.faasrank.learn.TwinEstimate;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code faasrank learn twin}: what a log says of its cluster, and how well that repeats it. */
@Command(
    name = "twin",
    description =
        "Estimates functions, invokers and contention from a log, replays its arrivals on that"
            + " twin under whoever placed them, and compares with the log.")
final class LearnTwinCommand implements Callable<Integer> {

  @Mixin private LogFolderOption log = new LogFolderOption();

  @Option(
      names = "--hours",
      defaultValue = "1",
      paramLabel = "N",
      description = "Files to read, the newest (${DEFAULT-VALUE}).")
  private int hours;

  @Mixin private RecordOptions part = new RecordOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Options.atLeast(1, "--hours", hours);
    ClusterRecord record = ClusterRecord.read(log.path(), hours, part.scale(), part.activations());
    LearningRound round =
        new LearningRound(
            new LearningSettings(1, 0, Duration.ofDays(1), LearningSettings.JUDGED_SHARE, 1),
            ConfigFactory.load(),
            Clock.systemUTC(),
            LearningListener.NONE);
    TwinEstimate estimate = round.estimate(record, null);
    PrintWriter out = Commands.line(spec).getOut();
    out.println(LearningText.of(estimate.twin()));
    out.print(LearningText.of(round.fit(estimate, null)));
    return Commands.OK;
  }
}
