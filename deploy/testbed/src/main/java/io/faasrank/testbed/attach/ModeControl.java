package io.faasrank.testbed.attach;

import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.loadbalancer.redis.RedisKeys;
import io.faasrank.redis.RedisServer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Sets FaaSRank's mode in Redis, for all controllers. Closing restores what was there, if it was
 * changed.
 */
public final class ModeControl implements AutoCloseable {

  private final RedisServer redis;
  private boolean changed;
  private @Nullable String before;

  public ModeControl(RedisServer redis) {
    this.redis = redis;
  }

  /** Throws {@link ExperimentFailedException} unless Redis answers. */
  public void check() {
    String unused = call(Jedis::ping);
  }

  /** Sets the mode; controllers follow at their next look. */
  public synchronized void set(String mode) {
    if (!changed) {
      before = call(jedis -> jedis.get(RedisKeys.MODE));
      changed = true;
    }
    String unused = call(jedis -> jedis.set(RedisKeys.MODE, mode));
  }

  /**
   * Restores what was there.
   *
   * @throws ExperimentFailedException when Redis cannot be reached, with the command that does it
   */
  @Override
  public synchronized void close() {
    if (changed) {
      changed = false;
      String mode = before;
      try {
        Object unused =
            mode == null
                ? call(jedis -> jedis.del(RedisKeys.MODE))
                : call(jedis -> jedis.set(RedisKeys.MODE, mode));
      } catch (ExperimentFailedException e) {
        String by =
            mode == null ? "DEL " + RedisKeys.MODE : "SET %s '%s'".formatted(RedisKeys.MODE, mode);
        throw new ExperimentFailedException(
            e.getMessage() + "; the mode is not what it was, to bring it back: " + by, e);
      }
    }
  }

  private <T extends @Nullable Object> T call(Call<T> call) {
    try (Jedis jedis = new Jedis(redis.connect())) {
      return call.on(jedis);
    } catch (JedisException e) {
      throw new ExperimentFailedException("--redis: %s: %s".formatted(redis, e.getMessage()), e);
    }
  }

  private interface Call<T extends @Nullable Object> {
    T on(Jedis jedis);
  }
}
