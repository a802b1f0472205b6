package io.faasrank.loadbalancer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.cluster.ReportBounds;
import io.faasrank.redis.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Stage 3 of 12: a share of the reports by one connection. It subscribes to the channels of its
 * invokers, then reads their keys, so that none is missed in between, then hands on what is pushed.
 * When more invokers are known, their channels and keys follow; that is checked at each report and
 * after each silence. The first share has the channel of all invokers as well, on which older
 * publishers report.
 */
final class ReportSession implements Conversation.Session {

  private static final Logger LOG = LoggerFactory.getLogger(ReportSession.class);

  private static final byte[] ALL = RedisKeys.REPORTS.getBytes(UTF_8);

  private static final byte[] INVOKER = RedisKeys.report(0).getBytes(UTF_8);
  private static final int PREFIX = INVOKER.length - 1;

  /** With reports of the largest allowed size, 256 KiB, an answer is 16 MiB. */
  private static final int KEYS_PER_READ = 64;

  /** Channels ahead of the invokers known, so that a new one is heard from its first report on. */
  private static final int AHEAD = 64;

  private final RedisServer server;
  private final Duration silence;
  private final int share;
  private final int shares;
  private final IntSupplier invokers;
  private final GuardedListener listener;
  private final Runnable onConnected;
  private final Runnable onDisconnected;

  /** How many invokers' keys were read on this connection. */
  private int read;

  /** Up to which invoker channels were asked for. */
  private int subscribedTo;

  /** Channels asked for and not yet taken. */
  private int pending;

  /** Whether Redis let this controller hear single invokers; until it says no, yes. */
  private boolean mayHearOne = true;

  private boolean refusalLogged;

  /**
   * @param share which share of the invokers: those whose number leaves this remainder
   * @param shares how many there are
   * @param onConnected run when all is subscribed and read
   * @param onDisconnected run when the connection is lost after that
   */
  ReportSession(
      RedisServer server,
      Duration silence,
      int share,
      int shares,
      IntSupplier invokers,
      GuardedListener listener,
      Runnable onConnected,
      Runnable onDisconnected) {
    this.server = server;
    this.silence = silence;
    this.share = share;
    this.shares = shares;
    this.invokers = invokers;
    this.listener = listener;
    this.onConnected = onConnected;
    this.onDisconnected = onDisconnected;
  }

  @Override
  public void hold(Conversation conversation) {
    read = 0;
    subscribedTo = 0;
    pending = 0;
    try (ListeningConnection connection =
        new ListeningConnection(server, silence, ReportBounds.DOCUMENT_BYTES)) {
      conversation.over(connection);
      ShareReceiver receiver = new ShareReceiver(conversation, connection);
      receiver.begin();
      connection.listen(receiver);
    } catch (JedisAccessControlException e) {
      if (!mayHearOne) {
        throw e;
      }
      mayHearOne = false;
      if (!refusalLogged) {
        refusalLogged = true;
        LOG.warn("{}: {}; reports are heard as JSON alone", server, e.getMessage());
      }
    } finally {
      if (conversation.wentWell()) {
        onDisconnected.run();
        // the rights may be others by then
        mayHearOne = true;
      }
    }
  }

  private void readKeys(int known) {
    try (Connection connection = server.connect()) {
      List<Integer> numbers = new ArrayList<>();
      for (int number = firstOf(read); number < known; number += shares) {
        numbers.add(number);
        if (numbers.size() == KEYS_PER_READ) {
          readSome(connection, numbers);
          numbers.clear();
        }
      }
      readSome(connection, numbers);
    }
  }

  /** The lowest number of this share from the given one on. */
  private int firstOf(int number) {
    return number + Math.floorMod(share - number, shares);
  }

  /** Reads no more of a value than a report may have, and one byte that tells that it is longer. */
  private void readSome(Connection connection, List<Integer> numbers) {
    Pipeline pipeline = new Pipeline(connection);
    List<Response<byte[]>> answers = new ArrayList<>();
    for (int number : numbers) {
      byte[] key = RedisKeys.report(number).getBytes(UTF_8);
      answers.add(pipeline.getrange(key, 0, ReportBounds.DOCUMENT_BYTES));
    }
    pipeline.sync();
    for (int i = 0; i < answers.size(); i++) {
      int number = numbers.get(i);
      byte[] document = document(number, answers.get(i));
      if (document != null && document.length > 0) {
        listener.tell(told -> told.stored(number, document));
      }
    }
  }

  private byte @Nullable [] document(int number, Response<byte[]> answer) {
    try {
      return answer.get();
    } catch (JedisDataException e) {
      LOG.debug("{}: {}: {}", server, RedisKeys.report(number), e.getMessage());
      return null;
    }
  }

  private final class ShareReceiver implements ListeningConnection.Receiver {

    private final Conversation conversation;
    private final ListeningConnection connection;
    private boolean told;

    ShareReceiver(Conversation conversation, ListeningConnection connection) {
      this.conversation = conversation;
      this.connection = connection;
    }

    void begin() {
      if (share == 0) {
        pending++;
        connection.subscribe(ALL);
      }
      follow();
      if (pending == 0) {
        caughtUp();
      }
    }

    /** Asks for the channels of invokers that are new, and reads the keys of those it hears. */
    private void follow() {
      int known = listener.number(invokers, read);
      if (mayHearOne && known > subscribedTo - AHEAD) {
        subscribe((known / AHEAD + 2) * AHEAD);
      }
      if (pending == 0) {
        if (known > read) {
          readKeys(known);
        }
        read = known;
      }
    }

    private void subscribe(int end) {
      List<byte[]> channels = new ArrayList<>();
      for (int number = firstOf(subscribedTo); number < end; number += shares) {
        channels.add(RedisKeys.report(number).getBytes(UTF_8));
      }
      subscribedTo = end;
      if (!channels.isEmpty()) {
        pending += channels.size();
        connection.subscribe(channels.toArray(byte[][]::new));
      }
    }

    @Override
    public void subscribed() {
      pending--;
      if (pending == 0) {
        caughtUp();
      }
    }

    private void caughtUp() {
      follow();
      conversation.goesWell();
      if (!told) {
        told = true;
        onConnected.run();
      }
    }

    @Override
    public void message(byte[] channel, byte @Nullable [] message) {
      follow();
      if (message == null) {
        listener.tell(RedisFeed.Listener::tooLong);
      } else if (message.length == 0) {
        // whoever tries whether the channel may be written sends no report
      } else if (Arrays.equals(channel, ALL)) {
        listener.tell(each -> each.pushedToAll(message));
      } else {
        int number = number(channel);
        listener.tell(each -> each.pushed(number, message));
      }
    }

    @Override
    public void silence() {
      follow();
    }
  }

  /** The invoker whose channel it is; only such are subscribed to. */
  private static int number(byte[] channel) {
    int number = 0;
    for (int i = PREFIX; i < channel.length; i++) {
      number = number * 10 + channel[i] - '0';
    }
    return number;
  }
}
