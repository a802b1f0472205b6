package io.faasrank.loadbalancer.redis;

import io.faasrank.redis.RedisServer;
import io.faasrank.redis.RedisSettings;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 3 of 12, the transport: what Redis holds for a controller. One thread listens to the
 * reports, another looks at mode and model. Whatever happens to Redis, both keep trying; a server
 * that hangs is noticed after twice the longer of control interval and socket time-out.
 */
public final class RedisFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisFeed.class);

  private final ControlSession looking;
  private final GuardedListener listener;
  private final Conversation reports;
  private final Conversation control;

  /**
   * A feed that waits for {@link #start}.
   *
   * @param controlInterval time between two looks at mode and model
   * @param invokers how many invokers are known, whose keys are read from 0 on; called often, by
   *     the feed's thread
   * @param listener where everything goes
   */
  public RedisFeed(
      RedisSettings settings, Duration controlInterval, IntSupplier invokers, Listener listener) {
    RedisServer server = new RedisServer(settings, "faasrank-controller");
    Duration silence =
        controlInterval.compareTo(settings.socketTimeout()) > 0
            ? controlInterval
            : settings.socketTimeout();
    this.listener = new GuardedListener(listener);
    ReportSession listening = new ReportSession(server, silence, invokers, this.listener);
    this.reports = new Conversation("reports", server, settings.firstBackoff(), listening, LOG);
    this.looking = new ControlSession(server, controlInterval, this.listener, reports::drop);
    this.control = new Conversation("control", server, settings.firstBackoff(), looking, LOG);
  }

  /** Begins, without waiting for Redis. */
  public void start() {
    reports.start();
    control.start();
  }

  /** How often either connection came back after a failure. */
  public long reconnects() {
    return reports.reconnects() + control.reconnects();
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

  /** Ends both threads, without waiting for them. */
  @Override
  public void close() {
    reports.close();
    control.close();
  }

  /**
   * Takes what the feed hands on. Reports and the connection's state come by one thread, mode and
   * model by another; a method that takes long delays what follows on the same thread.
   */
  public interface Listener {

    /**
     * One document, unchecked. After a (re)connection and for new invokers the stored ones come
     * first, so an older report may follow a newer one: compare their times.
     */
    void report(byte[] document);

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
     */
    void model(String version, byte[] bytes);

    /** The published model is gone. */
    void modelRemoved();

    /** Reports arrive from now on, and all stored ones were handed on. */
    void connected();

    /** No more reports arrive until {@link #connected}. */
    void disconnected();
  }
}
