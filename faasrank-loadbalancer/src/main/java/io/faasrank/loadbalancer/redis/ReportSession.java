package io.faasrank.loadbalancer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.redis.RedisServer;
import java.time.Duration;
import java.util.function.IntSupplier;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Jedis;

/**
 * Stage 3 of 12: subscribes to the reports, then reads the keys of all known invokers, so that none
 * is missed in between, then hands on what is pushed. When more invokers are known, their keys are
 * read too; that is checked at each report and after each silence.
 */
final class ReportSession implements Conversation.Session {

  private static final byte[] CHANNEL = RedisKeys.REPORTS.getBytes(UTF_8);

  /** With reports of the largest allowed size, 256 KiB, an answer is 16 MiB. */
  private static final int KEYS_PER_READ = 64;

  private final RedisServer server;
  private final Duration silence;
  private final IntSupplier invokers;
  private final GuardedListener listener;

  /** How many invokers' keys were read on this connection. */
  private int read;

  ReportSession(
      RedisServer server, Duration silence, IntSupplier invokers, GuardedListener listener) {
    this.server = server;
    this.silence = silence;
    this.invokers = invokers;
    this.listener = listener;
  }

  @Override
  public void hold(Conversation conversation) {
    read = 0;
    try (ListeningConnection connection = new ListeningConnection(server, silence)) {
      conversation.over(connection);
      connection.listen(new Receiver(conversation), CHANNEL);
    } finally {
      if (conversation.wentWell()) {
        listener.tell(RedisFeed.Listener::disconnected);
      }
    }
  }

  private void readMore() {
    int known = listener.number(invokers, read);
    if (known > read) {
      try (Jedis redis = new Jedis(server.connect())) {
        for (int first = read; first < known; first += KEYS_PER_READ) {
          readSome(redis, first, Math.min(known, first + KEYS_PER_READ));
        }
      }
    }
    read = known;
  }

  private void readSome(Jedis redis, int first, int end) {
    byte[][] keys = new byte[end - first][];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = RedisKeys.report(first + i).getBytes(UTF_8);
    }
    for (byte[] document : redis.mget(keys)) {
      if (document != null) {
        listener.tell(told -> told.report(document));
      }
    }
  }

  private final class Receiver extends BinaryJedisPubSub {

    private final Conversation conversation;

    Receiver(Conversation conversation) {
      this.conversation = conversation;
    }

    @Override
    public void onSubscribe(byte[] channel, int channels) {
      readMore();
      conversation.goesWell();
      listener.tell(RedisFeed.Listener::connected);
    }

    @Override
    public void onMessage(byte[] channel, byte[] message) {
      readMore();
      listener.tell(told -> told.report(message));
    }

    @Override
    public void onPong(byte[] pattern) {
      readMore();
    }
  }
}
