package io.faasrank.loadbalancer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.redis.RedisServer;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.PushConsumerChain;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.RedisInputStream;

/**
 * A connection that listens to channels and notices when its server is gone without closing it:
 * after a silence it sends PING, and after another silence of the same length it fails. Jedis alone
 * would wait for ever, or fail after the first silence, which is normal in a cluster without
 * invokers.
 *
 * <p>It reads what is pushed by itself, so that the length of a message is known before there is
 * memory for it: one that is too long is read past.
 */
final class ListeningConnection extends Connection {

  /** Takes what comes, on the thread that listens. */
  interface Receiver {

    /** Redis has taken one channel of {@link #subscribe}. */
    void subscribed();

    /**
     * A message.
     *
     * @param message null when it was too long
     */
    void message(byte[] channel, byte @Nullable [] message);

    /** Nothing came for a while, and the server lives. */
    void silence();
  }

  /** Longest name of a channel or kind of a message; those of FaaSRank are shorter. */
  private static final int NAME_BYTES = 256;

  private static final byte ARRAY = '*';
  private static final byte BULK = '$';
  private static final byte INTEGER = ':';
  private static final byte STATUS = '+';
  private static final byte ERROR = '-';

  private final int longestMessage;
  private final byte[] skipped = new byte[8192];

  /** Null during the login, whose answers come at once or not at all. */
  private @Nullable Receiver receiver;

  /**
   * Connects and logs in.
   *
   * @param longestMessage most bytes of a message
   * @throws redis.clients.jedis.exceptions.JedisException when the server is away or refuses
   */
  ListeningConnection(RedisServer server, Duration silence, int longestMessage) {
    super(server.address(), server.listening(silence));
    this.longestMessage = longestMessage;
  }

  /** Asks for more channels. May be called by the receiver. */
  void subscribe(byte[]... channels) {
    sendCommand(Protocol.Command.SUBSCRIBE, channels);
    flush();
  }

  /**
   * Hands on what arrives, until the connection fails.
   *
   * @throws JedisAccessControlException when a channel is refused
   */
  void listen(Receiver told) {
    receiver = told;
    while (true) {
      Object ignored = readProtocolWithCheckingBroken();
    }
  }

  @Override
  protected Object protocolRead(RedisInputStream input, PushConsumerChain consumers) {
    Receiver told = receiver;
    if (told == null) {
      return super.protocolRead(input, consumers);
    }
    if (isSilent(input)) {
      sendCommand(Protocol.Command.PING);
      flush();
    }
    read(input, told);
    return this;
  }

  private static boolean isSilent(RedisInputStream input) {
    try {
      // waits for the first byte and leaves it in the stream
      input.peek(ARRAY);
      return false;
    } catch (JedisConnectionException e) {
      if (e.getCause() instanceof SocketTimeoutException) {
        return true;
      }
      throw e;
    }
  }

  private void read(RedisInputStream input, Receiver told) {
    byte kind = input.readByte();
    switch (kind) {
      case ARRAY -> readPush(input, told);
      case STATUS -> {
        // the answer to PING before the first channel
        input.readLineBytes();
        told.silence();
      }
      case ERROR -> {
        String message = input.readLine();
        throw message.startsWith("NOPERM")
            ? new JedisAccessControlException(message)
            : new JedisDataException(message);
      }
      default -> throw unexpected(kind);
    }
  }

  private void readPush(RedisInputStream input, Receiver told) {
    int parts = input.readIntCrLf();
    String name = new String(name(input), UTF_8);
    switch (name) {
      case "message" -> {
        byte[] channel = name(input);
        told.message(channel, bulk(input, longestMessage));
      }
      case "pong" -> {
        skip(input, parts - 1);
        told.silence();
      }
      case "subscribe" -> {
        skip(input, parts - 1);
        told.subscribed();
      }
      default -> skip(input, parts - 1);
    }
  }

  private void skip(RedisInputStream input, int parts) {
    for (int i = 0; i < parts; i++) {
      byte kind = input.readByte();
      if (kind == INTEGER) {
        input.readLongCrLf();
      } else if (kind == BULK) {
        byte[] unused = content(input, NAME_BYTES);
      } else {
        throw unexpected(kind);
      }
    }
  }

  private byte[] name(RedisInputStream input) {
    byte[] name = bulk(input, NAME_BYTES);
    if (name == null) {
      throw new JedisConnectionException("Redis names a channel of over " + NAME_BYTES + " bytes");
    }
    return name;
  }

  private byte @Nullable [] bulk(RedisInputStream input, int longest) {
    byte kind = input.readByte();
    if (kind != BULK) {
      throw unexpected(kind);
    }
    return content(input, longest);
  }

  /** Null when it is longer than allowed; then it is read past. */
  private byte @Nullable [] content(RedisInputStream input, int longest) {
    int length = input.readIntCrLf();
    byte[] content = null;
    if (length > longest) {
      for (int rest = length; rest > 0; ) {
        rest -= read(input, skipped, 0, Math.min(rest, skipped.length));
      }
    } else {
      content = new byte[Math.max(0, length)];
      for (int at = 0; at < length; ) {
        at += read(input, content, at, length - at);
      }
    }
    if (length >= 0) {
      input.readByte();
      input.readByte();
    }
    return content;
  }

  private static int read(RedisInputStream input, byte[] into, int at, int length) {
    int count = input.read(into, at, length);
    if (count < 0) {
      throw new JedisConnectionException("Redis closed the connection within a message");
    }
    return count;
  }

  private static JedisConnectionException unexpected(byte kind) {
    return new JedisConnectionException("Redis pushed what no subscriber expects: " + (char) kind);
  }
}
