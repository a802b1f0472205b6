package io.faasrank.testbed.cli;

import io.faasrank.cli.Commands;
import io.faasrank.cli.ExplainSubcommand;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.redis.RedisServer;
import io.faasrank.testbed.embedded.TemporaryFolder;
import io.faasrank.testbed.learn.EventRecorder;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/** {@code faasrank explain live}: a decision of a running controller. */
@Command(
    name = "live",
    description =
        "Says why running controllers placed an activation where they did, from the log of events"
            + " that they keep in Redis (faasrank.events.enabled).")
final class ExplainLiveCommand implements ExplainSubcommand {

  /** Controllers write what they did once a second; so long an activation is waited for. */
  private static final int LOOKS = 8;

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  @Mixin private RedisOption redis = new RedisOption();

  @Mixin private LogQuestion question = new LogQuestion();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    question.check();
    RedisServer server = redis.server("faasrank-explain");
    try (TemporaryFolder folder = new TemporaryFolder("faasrank-explain-");
        EventRecorder recorder = new EventRecorder(server, folder.path(), Integer.MAX_VALUE);
        Connection connection = recorder.connect()) {
      for (int look = 1; look <= LOOKS; look++) {
        int copied = recorder.copy(connection);
        if (copied > 0 && question.answer(folder.path(), Commands.line(spec).getOut())) {
          return Commands.OK;
        }
        LockSupport.parkNanos(this, LOOK_NANOS);
      }
    } catch (JedisException e) {
      throw new ExperimentFailedException("--redis: %s: %s".formatted(server, e.getMessage()), e);
    }
    throw new IllegalArgumentException(
        "--redis: the log of events at %s does not have %s; do controllers write one"
                .formatted(server, question.wanted())
            + " (faasrank.events.enabled)?");
  }
}
