package io.faasrank.loadbalancer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.model.ModelSignature;
import io.faasrank.redis.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Looks at the mode and the model's version and signature, and reads the model when either changed;
 * nothing is read before its length is known, or beyond it. What was last seen holds while Redis is
 * away, and while a key holds what cannot be read: that is counted and logged once, and the other
 * key is heeded all the same.
 */
final class ControlSession implements Conversation.Session {

  /** Longer than any valid mode; the rest of a longer text is cut off. */
  private static final int MODE_CHARACTERS = 100;

  /** A character takes four bytes at most. */
  private static final int MODE_BYTES = 4 * MODE_CHARACTERS;

  /** The fields of the model, and how long they may be. */
  private enum Field {
    VERSION(RedisKeys.MODEL_VERSION, 200),
    SIGNATURE(RedisKeys.MODEL_SIGNATURE, ModelSignature.MAX_CHARACTERS),
    /** A thousand times a shipped model. */
    BYTES(RedisKeys.MODEL_BYTES, 16 << 20);

    private final String field;
    private final int mostBytes;

    Field(String field, int mostBytes) {
      this.field = field;
      this.mostBytes = mostBytes;
    }

    byte[] key() {
      return field.getBytes(UTF_8);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(ControlSession.class);

  private static final byte[] MODE = RedisKeys.MODE.getBytes(UTF_8);
  private static final byte[] MODEL = RedisKeys.MODEL.getBytes(UTF_8);
  private static final byte[][] NO_ARGUMENTS = {};

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

  /** The version last handed on. */
  private byte @Nullable [] version;

  /** Its signature, if it had one. */
  private byte @Nullable [] signature;

  /** Why the model there was last refused, so that it is logged once. */
  private @Nullable String refused;

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
    Response<byte[]> modeNow = pipeline.getrange(MODE, 0, MODE_BYTES - 1);
    pipeline.sync();
    lookAtMode(modeNow);
    try {
      lookAtModel(connection);
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

  private void lookAtModel(Connection connection) throws OtherTypeException {
    List<byte[]> label = fields(connection, Field.VERSION, Field.SIGNATURE);
    if (label == null) {
      return;
    }
    if (label.get(0) == null) {
      removed();
    } else if (!Arrays.equals(label.get(0), version) || !Arrays.equals(label.get(1), signature)) {
      List<byte[]> all = fields(connection, Field.values());
      if (all != null && all.get(0) != null) {
        changed(all.get(0), all.get(1), all.get(2));
      }
    }
  }

  /**
   * Reads fields of the model as they are at one time, after a look at their lengths: Redis takes
   * the reading back if the model changes in between.
   *
   * @return null where it did, or where a field is too long, which is refused; the next look
   *     follows
   */
  private @Nullable List<byte[]> fields(Connection connection, Field... wanted)
      throws OtherTypeException {
    Pipeline lengths = new Pipeline(connection);
    lengths.sendCommand(Protocol.Command.WATCH, MODEL);
    List<Response<Long>> found = new ArrayList<>();
    for (Field field : wanted) {
      found.add(lengths.hstrlen(MODEL, field.key()));
    }
    lengths.sync();
    Pipeline reading = new Pipeline(connection);
    byte[][] arguments = new byte[wanted.length + 1][];
    arguments[0] = MODEL;
    for (int i = 0; i < wanted.length; i++) {
      long length = Objects.requireNonNull(get(RedisKeys.MODEL, found.get(i)));
      if (length > wanted[i].mostBytes) {
        reading.sendCommand(Protocol.Command.UNWATCH, NO_ARGUMENTS);
        reading.sync();
        refuse(
            String.format(
                "field %s has %s bytes, not 0 to %s",
                wanted[i].field, length, wanted[i].mostBytes));
        return null;
      }
      arguments[i + 1] = wanted[i].key();
    }
    reading.sendCommand(Protocol.Command.MULTI, NO_ARGUMENTS);
    reading.sendCommand(Protocol.Command.HMGET, arguments);
    Response<Object> answer = reading.sendCommand(Protocol.Command.EXEC, NO_ARGUMENTS);
    reading.sync();
    List<?> executed = (List<?>) get(RedisKeys.MODEL, answer);
    if (executed == null) {
      return null;
    }
    List<byte[]> values = new ArrayList<>();
    for (Object value : (List<?>) executed.get(0)) {
      values.add((byte[]) value);
    }
    return values;
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

  /** An empty text is none. */
  private void mode(byte @Nullable [] value) {
    String text = null;
    if (value != null && value.length > 0) {
      text = new String(value, UTF_8);
      text = text.substring(0, Math.min(text.length(), MODE_CHARACTERS));
    }
    if (!Objects.equals(text, mode)) {
      mode = text;
      listener.tell(told -> told.mode(mode));
    }
  }

  private void removed() {
    version = null;
    signature = null;
    refused = null;
    if (published) {
      published = false;
      listener.tell(RedisFeed.Listener::modelRemoved);
    }
  }

  private void changed(
      byte[] versionRead, byte @Nullable [] signatureRead, byte @Nullable [] bytes) {
    if (bytes == null) {
      // not taken as seen, since the bytes may follow
      refuse("field bytes is missing");
      return;
    }
    version = versionRead;
    signature = signatureRead;
    refused = null;
    published = true;
    String signed = signatureRead == null ? null : new String(signatureRead, UTF_8);
    listener.tell(told -> told.model(new String(versionRead, UTF_8), bytes, signed));
  }

  private void refuse(String reason) {
    if (!reason.equals(refused)) {
      refused = reason;
      refuseModel(RedisKeys.MODEL + ": " + reason);
    }
  }

  private void refuseModel(@Nullable String reason) {
    modelsRefused.increment();
    LOG.warn("{}: {}; the model in use stays", server, reason);
  }
}
