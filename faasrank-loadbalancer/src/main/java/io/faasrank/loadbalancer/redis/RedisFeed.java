package io.faasrank.loadbalancer.redis;

import io.faasrank.redis.RedisServer;
import io.faasrank.redis.RedisSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 3 of 12, the transport: what Redis holds for a controller. Several threads listen to the
 * reports, each to its share of the invokers; another looks at mode and model. Whatever happens to
 * Redis, all keep trying; a server that hangs is noticed after twice the longer of control interval
 * and socket time-out.
 */
public final class RedisFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisFeed.class);

  private final ControlSession looking;
  private final GuardedListener listener;
  private final List<Conversation> reports = new ArrayList<>();
  private final Conversation control;

  /** Shares of the reports that arrive. */
  private int connected;

  /**
   * A feed that waits for {@link #start}.
   *
   * @param controlInterval time between two looks at mode and model
   * @param shares threads, and connections, that listen to reports, at least 1
   * @param invokers how many invokers are known, whose reports are read and heard from 0 on; called
   *     often, by the feed's threads
   * @param listener where everything goes
   */
  public RedisFeed(
      RedisSettings settings,
      Duration controlInterval,
      int shares,
      IntSupplier invokers,
      Listener listener) {
    RedisServer server = new RedisServer(settings, "faasrank-controller");
    Duration silence =
        controlInterval.compareTo(settings.socketTimeout()) > 0
            ? controlInterval
            : settings.socketTimeout();
    this.listener = new GuardedListener(listener);
    for (int share = 0; share < shares; share++) {
      ReportSession listening =
          new ReportSession(
              server,
              silence,
              share,
              shares,
              invokers,
              this.listener,
              () -> count(1, shares),
              () -> count(-1, shares));
      String subject = share == 0 ? "reports" : "reports-" + share;
      reports.add(new Conversation(subject, server, settings.firstBackoff(), listening, LOG));
    }
    this.looking =
        new ControlSession(
            server, controlInterval, this.listener, () -> reports.forEach(Conversation::drop));
    this.control = new Conversation("control", server, settings.firstBackoff(), looking, LOG);
  }

  private synchronized void count(int change, int shares) {
    boolean before = connected == shares;
    connected += change;
    boolean now = connected == shares;
    if (now != before) {
      listener.tell(now ? Listener::connected : Listener::disconnected);
    }
  }

  /** Begins, without waiting for Redis. */
  public void start() {
    reports.forEach(Conversation::start);
    control.start();
  }

  /** How often a connection came back after a failure. */
  public long reconnects() {
    return control.reconnects() + reports.stream().mapToLong(Conversation::reconnects).sum();
  }

  /** How often Redis answered a look at mode and model. */
  public long looks() {
    return looking.looks();
  }

  /** How often the mode's key was found to hold no text. Not handed on. */
  public long modesRefused() {
    return looking.modesRefused();
  }

  /** Models too large, without bytes, with a version too long, or no hash. Not handed on. */
  public long modelsRefused() {
    return looking.modelsRefused();
  }

  /** Calls of the listener that ended in an exception. */
  public long listenerFailures() {
    return listener.failures();
  }

  /** Ends all threads, without waiting for them. */
  @Override
  public void close() {
    reports.forEach(Conversation::close);
    control.close();
  }

  /**
   * Takes what the feed hands on. Reports come by several threads, those of one invoker on its own
   * channel by one; mode and model by another. A method that takes long delays what follows on the
   * same thread.
   */
  public interface Listener {

    /**
     * What an invoker's key holds, unchecked. Comes after a (re)connection and for new invokers, so
     * it may follow a newer one: compare their times.
     */
    void stored(int invoker, byte[] document);

    /** What came on an invoker's own channel, unchecked. */
    void pushed(int invoker, byte[] document);

    /** What came on the channel of all invokers, unchecked. */
    void pushedToAll(byte[] document);

    /** A report was pushed that is longer than any may be; it was not read. */
    void tooLong();

    /**
     * The mode's text has changed since the last look.
     *
     * @param text unchecked, cut after 100 characters; null when the key is gone
     */
    void mode(@Nullable String text);

    /**
     * A model was published, or its version has changed.
     *
     * @param version any text, up to 200 bytes
     * @param bytes unchecked, up to 16 MiB
     * @param signature unchecked; null where there is none
     */
    void model(String version, byte[] bytes, @Nullable String signature);

    /** The published model is gone. */
    void modelRemoved();

    /** Reports of all invokers arrive from now on, and all stored ones were handed on. */
    void connected();

    /** Not all reports arrive until {@link #connected}. */
    void disconnected();
  }
}
