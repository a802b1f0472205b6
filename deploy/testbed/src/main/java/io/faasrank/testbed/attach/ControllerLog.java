package io.faasrank.testbed.attach;

import io.faasrank.redis.RedisServer;
import io.faasrank.testbed.embedded.TemporaryFolder;
import io.faasrank.testbed.learn.EventRecorder;
import io.faasrank.testbed.learn.LoggedActivations;
import io.faasrank.testbed.learn.RebuiltDecision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/** What controllers saw when they decided, from the log that they may keep in Redis. */
public final class ControllerLog {

  /** Controllers write what they did once a second. */
  private static final Duration WRITTEN_WITHIN = Duration.ofMillis(1_500);

  private final RedisServer redis;

  public ControllerLog(RedisServer redis) {
    this.redis = redis;
  }

  /**
   * The decisions on the activations, which have ended.
   *
   * @return by id; empty where controllers write no log, it does not reach back to their start, or
   *     it may not be read
   */
  Map<String, RebuiltDecision> decisions(Set<String> activationIds) {
    try (TemporaryFolder folder = new TemporaryFolder("faasrank-log-");
        EventRecorder recorder = new EventRecorder(redis, folder.path(), Integer.MAX_VALUE);
        Connection connection = recorder.connect()) {
      if (recorder.copy(connection) == 0) {
        return Map.of();
      }
      AttachedCluster.sleep(WRITTEN_WITHIN);
      int unused = recorder.copy(connection);
      return RebuiltDecision.of(
          new LoggedActivations(folder.path()), activationIds, Optional.empty());
    } catch (JedisException e) {
      return Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
