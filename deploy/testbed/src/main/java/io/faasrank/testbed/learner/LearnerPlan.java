package io.faasrank.testbed.learner;

import com.typesafe.config.ConfigFactory;
import io.faasrank.canary.CanarySettings;
import io.faasrank.learn.LearningListener;
import io.faasrank.learn.LearningRound;
import io.faasrank.learn.LearningSettings;
import io.faasrank.learn.Offer;
import io.faasrank.model.Model;
import io.faasrank.redis.RedisServer;
import io.faasrank.testbed.learn.EventRecorder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a learner learns.
 *
 * @param log Redis with the log
 * @param operator Redis on which trials are begun; null where candidates are only kept
 * @param learnt the part of the log that a round learns from, in the folder of everything that it
 *     keeps
 * @param keepHours hours of the log that are kept
 * @param every from one round to the next
 * @param model in service where the log has none
 * @param learning settings of a round
 * @param trial settings of a trial
 * @param key private key that signs candidates; null for none
 */
public record LearnerPlan(
    RedisServer log,
    @Nullable RedisServer operator,
    LearnerLog learnt,
    int keepHours,
    Duration every,
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
    LearnerFolder kept = new LearnerFolder(learnt.folder());
    kept.clean();
    RedisServer trials = operator;
    return new LearnerProcess(
        new EventRecorder(log, learnt.folder(), keepHours),
        kept,
        every,
        () -> round(clock),
        trials == null ? null : new TrialStarter(kept, trials, trial, key, clock),
        clock,
        says);
  }

  private Offer round(Clock clock) {
    return learnt.learn(
        new LearningRound(learning, ConfigFactory.load(), clock, LearningListener.NONE), model);
  }
}
