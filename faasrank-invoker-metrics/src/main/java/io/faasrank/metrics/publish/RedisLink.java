package io.faasrank.metrics.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.cluster.InvokerReport;
import io.faasrank.redis.RedisServer;
import io.faasrank.redis.RedisSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/** One connection to Redis, opened when first needed and dropped when it fails. Not thread-safe. */
final class RedisLink implements AutoCloseable {

  /** A report outlives four lost ones. */
  private static final int EXPIRY_INTERVALS = 5;

  private static final byte[] CHANNEL = InvokerReport.CHANNEL.getBytes(UTF_8);

  private final RedisServer server;
  private final byte[] key;
  private final SetParams expiry;
  private @Nullable Connection connection;

  RedisLink(RedisSettings redis, int invoker, Duration interval) {
    this.server = new RedisServer(redis, "faasrank-invoker-" + invoker);
    this.key = InvokerReport.key(invoker).getBytes(UTF_8);
    this.expiry = SetParams.setParams().px(interval.toMillis() * EXPIRY_INTERVALS);
  }

  /**
   * Sets the key with its expiry and pushes the same document, in one round trip.
   *
   * @throws JedisException when Redis is away or refuses
   */
  void publish(byte[] report) {
    Connection open = connection;
    if (open == null) {
      open = server.connect();
      connection = open;
    }
    try {
      Pipeline pipeline = new Pipeline(open);
      Response<String> set = pipeline.set(key, report, expiry);
      Response<Long> push = pipeline.publish(CHANNEL, report);
      pipeline.sync();
      set.get();
      push.get();
    } catch (JedisException e) {
      // also after a refusal: after a failover the name may lead to another server
      close();
      throw e;
    }
  }

  /** Drops the connection; the next report opens another. */
  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (JedisConnectionException e) {
        // it was broken already
        return;
      }
    }
  }
}
