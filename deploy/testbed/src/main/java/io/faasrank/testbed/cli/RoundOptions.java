package io.faasrank.testbed.cli;

import io.faasrank.experiment.Options;
import io.faasrank.learn.LearningSettings;
import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.testbed.learner.LearnerLog;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a round of learning, which {@code learn run} and {@code learn once} share. */
final class RoundOptions {

  @Option(
      names = "--hours",
      defaultValue = "24",
      paramLabel = "N",
      description =
          "Files of the log that a round learns from, the newest (${DEFAULT-VALUE}). The last three"
              + " tenths of their time are judged on, the rest trained on.")
  private int hours;

  @Option(
      names = "--model",
      defaultValue = ShippedModel.DEFAULT,
      paramLabel = "MODEL",
      description =
          "The model in service, where the log does not have it: a file or one of "
              + ShippedModel.LIST
              + " (${DEFAULT-VALUE}).")
  private String model = "";

  @Option(
      names = "--updates",
      defaultValue = "" + LearningSettings.UPDATES,
      paramLabel = "N",
      description = "Updates of a round's training (${DEFAULT-VALUE}).")
  private int updates;

  @Option(
      names = "--minutes",
      defaultValue = "30",
      paramLabel = "N",
      description = "After so long a round's training ends in any case (${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Episodes run at a time; changes no result (default: one per core, of learn run one).")
  private @Nullable Integer threads;

  @Mixin private RecordOptions record = new RecordOptions();

  /**
   * Settings of a round.
   *
   * @param seed decides everything that is random
   * @param otherThreads where the option is not given
   * @throws IllegalArgumentException naming the option that is out of range
   */
  LearningSettings settings(long seed, int otherThreads) {
    Options.atLeast(0, "--updates", updates);
    Options.atLeast(1, "--minutes", minutes);
    int given = threads == null ? otherThreads : threads;
    Options.atLeast(1, "--threads", given);
    return new LearningSettings(
        seed, updates, Duration.ofMinutes(minutes), LearningSettings.JUDGED_SHARE, given);
  }

  /**
   * The log of a folder, as far as a round reads it.
   *
   * @param keepsModels as of {@link LearnerLog}
   * @throws IllegalArgumentException naming the option that is out of range
   */
  LearnerLog log(Path folder, boolean keepsModels) {
    Options.atLeast(1, "--hours", hours);
    return new LearnerLog(folder, hours, record.activations(), record.scale(), keepsModels);
  }

  /** The model of {@code --model}. */
  Model model() {
    return Options.read("--model", () -> ShippedModel.open(model));
  }
}
