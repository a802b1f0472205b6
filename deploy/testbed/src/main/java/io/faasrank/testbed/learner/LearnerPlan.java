package io.faasrank.testbed.learner;

import com.typesafe.config.ConfigFactory;
import io.faasrank.canary.CanarySettings;
import io.faasrank.event.PolicySaid;
import io.faasrank.learn.ClusterRecord;
import io.faasrank.learn.LearningListener;
import io.faasrank.learn.LearningRound;
import io.faasrank.learn.LearningSettings;
import io.faasrank.learn.Offer;
import io.faasrank.learn.RecordedActivation;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.redis.RedisServer;
import io.faasrank.testbed.learn.EventRecorder;
import io.faasrank.testbed.learn.ReplayedChoices;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a learner learns.
 *
 * @param log Redis with the log
 * @param operator Redis on which trials are begun; null where candidates are only kept
 * @param folder of everything that it keeps
 * @param keepHours hours of the log that are kept
 * @param every from one round to the next
 * @param hours of the log that a round reads, the newest
 * @param model in service where the log names none
 * @param learning settings of a round
 * @param trial settings of a trial
 * @param key private key that signs candidates; null for none
 */
public record LearnerPlan(
    RedisServer log,
    @Nullable RedisServer operator,
    Path folder,
    int keepHours,
    Duration every,
    int hours,
    Model model,
    LearningSettings learning,
    CanarySettings trial,
    @Nullable String key) {

  /**
   * Opens the folder, and goes on from what it holds.
   *
   * @param says hears what happens, a line each
   */
  public LearnerProcess open(Consumer<String> says) throws IOException {
    Clock clock = Clock.systemUTC();
    LearnerFolder kept = new LearnerFolder(folder);
    kept.clean();
    RedisServer trials = operator;
    return new LearnerProcess(
        new EventRecorder(log, folder, keepHours),
        kept,
        every,
        () -> round(clock),
        trials == null ? null : new TrialStarter(kept, trials, trial, key, clock),
        clock,
        says);
  }

  private Offer round(Clock clock) {
    ClusterRecord record = ClusterRecord.read(folder, hours);
    return new LearningRound(learning, ConfigFactory.load(), clock, LearningListener.NONE)
        .run(record, serving(record), new ReplayedChoices(folder, hours));
  }

  /** The model that the last learned decision of the log was made with. */
  private Model serving(ClusterRecord record) {
    List<RecordedActivation> all = record.activations();
    for (int i = all.size() - 1; i >= 0; i--) {
      PolicySaid said = all.get(i).placed().said();
      if (said != null) {
        byte[] file = record.models().get(said.model());
        if (file != null) {
          return ModelFile.read(file, "model " + said.model() + " of the log");
        }
      }
    }
    return model;
  }
}
