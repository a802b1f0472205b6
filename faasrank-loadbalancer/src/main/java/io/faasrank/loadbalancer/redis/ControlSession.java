package io.faasrank.loadbalancer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.redis.RedisServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Looks at the mode and the model's version, both in one round trip, and reads the model when its
 * version changed. What was last seen holds while Redis is away, and while a key holds what cannot
 * be read: that is counted and logged once, and the other key is heeded all the same.
 */
final class ControlSession implements Conversation.Session {

  /** Longer than any valid mode; the rest of a longer text is cut off. */
  private static final int MODE_CHARACTERS = 100;

  private static final int VERSION_BYTES = 200;

  /** A thousand times a shipped model. */
  private static final int MODEL_BYTES = 16 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(ControlSession.class);

  private static final byte[] MODE = RedisKeys.MODE.getBytes(UTF_8);
  private static final byte[] MODEL = RedisKeys.MODEL.getBytes(UTF_8);
  private static final byte[] VERSION = RedisKeys.MODEL_VERSION.getBytes(UTF_8);
  private static final byte[] BYTES = RedisKeys.MODEL_BYTES.getBytes(UTF_8);

  private final RedisServer server;
  private final Duration interval;
  private final GuardedListener listener;
  private final Runnable onLoss;
  private final LongAdder looks = new LongAdder();

  private final LongAdder modesRefused = new LongAdder();
  private final LongAdder modelsRefused = new LongAdder();

  private @Nullable String mode;

  /** Whether the keys hold another type than a text and a hash. */
  private boolean modeOfOtherType;

  private boolean modelOfOtherType;

  /** The version last handed on or refused. */
  private byte @Nullable [] version;

  /** The version last refused, so that it is logged once. */
  private byte @Nullable [] refused;

  /** Whether the listener has a model from here. */
  private boolean published;

  /**
   * @param onLoss run when an open connection is lost: by its address another server may answer now
   */
  ControlSession(RedisServer server, Duration interval, GuardedListener listener, Runnable onLoss) {
    this.server = server;
    this.interval = interval;
    this.listener = listener;
    this.onLoss = onLoss;
  }

  long looks() {
    return looks.sum();
  }

  /** How often the mode's key was found to hold no text. */
  long modesRefused() {
    return modesRefused.sum();
  }

  /** How many models were refused before anybody read their bytes. */
  long modelsRefused() {
    return modelsRefused.sum();
  }

  @Override
  public void hold(Conversation conversation) {
    try (Connection connection = server.connect()) {
      conversation.over(connection);
      while (!conversation.isClosed()) {
        look(connection);
        looks.increment();
        conversation.goesWell();
        conversation.pause(interval);
      }
    } catch (JedisConnectionException e) {
      if (conversation.wentWell()) {
        onLoss.run();
      }
      throw e;
    }
  }

  private void look(Connection connection) {
    Pipeline pipeline = new Pipeline(connection);
    Response<byte[]> modeNow = pipeline.get(MODE);
    Response<byte[]> versionNow = pipeline.hget(MODEL, VERSION);
    pipeline.sync();
    lookAtMode(modeNow);
    try {
      lookAtModel(pipeline, get(RedisKeys.MODEL, versionNow));
      modelOfOtherType = false;
    } catch (OtherTypeException e) {
      if (!modelOfOtherType) {
        modelOfOtherType = true;
        refuseModel(e.getMessage());
      }
    }
  }

  private void lookAtMode(Response<byte[]> now) {
    try {
      mode(get(RedisKeys.MODE, now));
      modeOfOtherType = false;
    } catch (OtherTypeException e) {
      if (!modeOfOtherType) {
        modeOfOtherType = true;
        modesRefused.increment();
        LOG.warn("{}: {}; the mode in force stays", server, e.getMessage());
      }
    }
  }

  private void lookAtModel(Pipeline pipeline, byte @Nullable [] present) throws OtherTypeException {
    if (present == null) {
      removed();
    } else if (!Arrays.equals(present, version)) {
      Response<List<byte[]>> both = pipeline.hmget(MODEL, VERSION, BYTES);
      pipeline.sync();
      List<byte[]> fields = Objects.requireNonNull(get(RedisKeys.MODEL, both));
      if (fields.get(0) == null) {
        removed();
      } else {
        changed(fields.get(0), fields.get(1));
      }
    }
  }

  /** Redis' errors do not name the key, so this adds the name. */
  private static <T> @Nullable T get(String key, Response<T> response) throws OtherTypeException {
    try {
      return response.get();
    } catch (JedisDataException e) {
      String said = String.valueOf(e.getMessage());
      if (said.startsWith("WRONGTYPE")) {
        throw new OtherTypeException(key + ": " + said, e);
      }
      throw new JedisDataException(key + ": " + said, e);
    }
  }

  /** A key holds another type than it should: somebody's mistake, and no fault of the server. */
  private static final class OtherTypeException extends Exception {

    private static final long serialVersionUID = 1;

    OtherTypeException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private void mode(byte @Nullable [] value) {
    String text = null;
    if (value != null) {
      text = new String(value, 0, Math.min(value.length, 4 * MODE_CHARACTERS), UTF_8);
      text = text.substring(0, Math.min(text.length(), MODE_CHARACTERS));
    }
    if (!Objects.equals(text, mode)) {
      mode = text;
      listener.tell(told -> told.mode(mode));
    }
  }

  private void removed() {
    version = null;
    refused = null;
    if (published) {
      published = false;
      listener.tell(RedisFeed.Listener::modelRemoved);
    }
  }

  private void changed(byte[] versionRead, byte @Nullable [] bytes) {
    if (bytes == null) {
      // not taken as seen, since the bytes may follow
      refuse(versionRead, "field bytes is missing");
      return;
    }
    version = versionRead;
    if (versionRead.length > VERSION_BYTES) {
      refuse(
          versionRead,
          String.format(
              "field version has %s bytes, not 0 to %s", versionRead.length, VERSION_BYTES));
    } else if (bytes.length > MODEL_BYTES) {
      refuse(
          versionRead,
          String.format("field bytes has %s bytes, not 0 to %s", bytes.length, MODEL_BYTES));
    } else {
      published = true;
      listener.tell(told -> told.model(new String(versionRead, UTF_8), bytes));
    }
  }

  private void refuse(byte[] versionRead, String reason) {
    if (!Arrays.equals(versionRead, refused)) {
      refused = versionRead;
      refuseModel(RedisKeys.MODEL + ": " + reason);
    }
  }

  private void refuseModel(@Nullable String reason) {
    modelsRefused.increment();
    LOG.warn("{}: {}; the model in use stays", server, reason);
  }
}
