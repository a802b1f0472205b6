package io.faasrank.loadbalancer.redis;

import io.faasrank.redis.Backoff;
import io.faasrank.redis.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One conversation with Redis on a daemon thread. When it fails it is begun again after a pause,
 * for ever. The pauses double up to a second, and start over once a connection has worked for a
 * second. Failure and return are each logged once.
 */
final class Conversation implements AutoCloseable {

  /** One connection, from connecting to its end. */
  interface Session {

    /**
     * Connects and talks, until closed.
     *
     * @param conversation to be told of the connection and that all goes well
     * @throws JedisException when the connection fails or Redis refuses
     * @throws InterruptedException when the conversation was closed while the session waited
     */
    void hold(Conversation conversation) throws InterruptedException;
  }

  /** A controller is back within seconds of Redis' return; an attempt per second costs nothing. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final String subject;
  private final RedisServer server;
  private final Session session;
  private final Logger log;
  private final Backoff backoff;
  private final LongAdder reconnects = new LongAdder();
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable Connection connection;

  /** Whether all was well on this connection. For the thread alone, like the next two fields. */
  private boolean working;

  private long workingSinceNanos;
  private boolean away;

  /**
   * @param subject what it is about, for the log and the thread's name, such as {@code reports}
   */
  Conversation(
      String subject, RedisServer server, Duration firstBackoff, Session session, Logger log) {
    this.subject = subject;
    this.server = server;
    this.session = session;
    this.log = log;
    long first = firstBackoff.toNanos();
    // without a seed, which keeps the controllers of a cluster apart; no result depends on it
    this.backoff =
        new Backoff(first, Math.max(first, LONGEST_PAUSE.toNanos()), new SplittableRandom());
    this.thread = new Thread(this::run, "faasrank-redis-" + subject);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** How often it came back after a failure. */
  long reconnects() {
    return reconnects.sum();
  }

  boolean isClosed() {
    return closed;
  }

  /** Called by the session: the connection that {@link #drop} is to end. */
  void over(Connection opened) {
    connection = opened;
    if (closed) {
      drop();
    }
  }

  /** Called by the session, as often as it likes: all is well. */
  void goesWell() {
    long now = System.nanoTime();
    if (!working) {
      working = true;
      workingSinceNanos = now;
    }
    if (away) {
      away = false;
      reconnects.increment();
      log.info("{}: {} again", server, subject);
    }
    if (now - workingSinceNanos >= LONGEST_PAUSE.toNanos()) {
      // a server that drops each connection after the first answer must not be hurried
      backoff.reset();
    }
  }

  /** Called by the session: whether all was well on this connection. */
  boolean wentWell() {
    return working;
  }

  /** Waits for the time, or until closed. */
  void pause(Duration duration) {
    pause(duration.toNanos());
  }

  private void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !closed; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  /** Called by any thread: ends the connection, so that the session fails and is begun again. */
  void drop() {
    Connection open = connection;
    if (open != null) {
      try {
        open.forceDisconnect();
      } catch (IOException e) {
        log.debug("{}: closing the connection for {}", server, subject, e);
      }
    }
  }

  private void run() {
    while (!closed) {
      working = false;
      try {
        session.hold(this);
      } catch (RuntimeException | Error e) {
        // also what only a broken answer can cause, or one that does not fit into memory
        if (!closed) {
          failed(e);
        }
      } catch (InterruptedException e) {
        // closed while waiting; the loop ends
        Thread.currentThread().interrupt();
        return;
      } finally {
        connection = null;
      }
    }
  }

  private void failed(Throwable failure) {
    if (!away) {
      away = true;
      log.warn("{}: no {} until it is back: {}", server, subject, reason(failure));
    }
    pause(backoff.nextNanos());
  }

  /** The reason why a connection failed, which Jedis hides behind a message of its own. */
  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    if (cause == null && failure.getSuppressed().length > 0) {
      cause = failure.getSuppressed()[0];
    }
    String text =
        failure instanceof JedisException
            ? String.valueOf(failure.getMessage())
            : failure.toString();
    return cause == null || text.contains(cause.toString()) ? text : text + " (" + cause + ')';
  }

  /** Ends the connection and the thread, without waiting for it. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    drop();
  }
}
