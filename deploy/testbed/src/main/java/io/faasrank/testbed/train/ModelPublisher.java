package io.faasrank.testbed.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.loadbalancer.redis.RedisKeys;
import io.faasrank.redis.RedisServer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Publishes models for all controllers to serve. Closing brings back the model that was published
 * before the first, or takes the last one away where there was none.
 */
public final class ModelPublisher implements AutoCloseable {

  private static final byte[] MODEL = RedisKeys.MODEL.getBytes(UTF_8);
  private static final byte[] VERSION = RedisKeys.MODEL_VERSION.getBytes(UTF_8);
  private static final byte[] BYTES = RedisKeys.MODEL_BYTES.getBytes(UTF_8);

  private static final byte[] SIGNATURE = RedisKeys.MODEL_SIGNATURE.getBytes(UTF_8);
  private static final List<byte[]> FIELDS = List.of(VERSION, BYTES, SIGNATURE);

  private final RedisServer redis;

  /** Values of {@link #FIELDS}; null before anything was published. */
  private @Nullable List<byte @Nullable []> before;

  public ModelPublisher(RedisServer redis) {
    this.redis = redis;
  }

  /**
   * Publishes a model in one step, so that no controller ever sees a part of it.
   *
   * @param version its name, of up to 200 bytes
   * @throws ExperimentFailedException when Redis cannot be reached or refuses
   */
  public synchronized void publish(String version, byte[] model) {
    if (before == null) {
      before = call(jedis -> jedis.hmget(MODEL, VERSION, BYTES, SIGNATURE));
    }
    put(Arrays.asList(version.getBytes(UTF_8), model, null));
  }

  /**
   * @param values of the fields, null for none
   */
  private void put(List<byte @Nullable []> values) {
    List<Object> unused =
        call(
            jedis -> {
              try (AbstractTransaction transaction = jedis.multi()) {
                transaction.del(MODEL);
                for (int i = 0; i < FIELDS.size(); i++) {
                  byte[] value = values.get(i);
                  if (value != null) {
                    transaction.hset(MODEL, FIELDS.get(i), value);
                  }
                }
                return transaction.exec();
              }
            });
  }

  /**
   * Brings back what was there.
   *
   * @throws ExperimentFailedException when Redis cannot be reached
   */
  @Override
  public synchronized void close() {
    List<byte @Nullable []> values = before;
    before = null;
    if (values != null) {
      put(values);
    }
  }

  private <T> T call(PublisherCall<T> conversation) {
    try (Jedis jedis = new Jedis(redis.connect())) {
      return conversation.with(jedis);
    } catch (JedisException e) {
      throw new ExperimentFailedException("--redis: %s: %s".formatted(redis, e.getMessage()), e);
    }
  }

  private interface PublisherCall<T> {
    T with(Jedis jedis);
  }
}
