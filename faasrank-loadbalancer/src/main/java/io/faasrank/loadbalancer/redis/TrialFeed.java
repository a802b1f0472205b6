package io.faasrank.loadbalancer.redis;

import io.faasrank.canary.Ruling;
import io.faasrank.canary.Trial;
import io.faasrank.loadbalancer.canary.Canary;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.redis.RedisServer;
import io.faasrank.redis.RedisSettings;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/** Takes part in trials, on a thread and a connection of its own. */
public final class TrialFeed implements AutoCloseable {

  private final Conversation conversation;

  /**
   * A feed that waits for {@link #start}.
   *
   * @param interval between two looks at the trial
   * @param controller names this process among all that ever take part
   * @param epochMillis the wall clock, in milliseconds since 1970
   * @param nanoClock the clock by which activations are dispatched
   */
  public TrialFeed(
      RedisSettings settings,
      Duration interval,
      Canary canary,
      Participant participant,
      String controller,
      LongSupplier epochMillis,
      LongSupplier nanoClock) {
    RedisServer server = new RedisServer(settings, "faasrank-controller");
    TrialSession session =
        new TrialSession(server, interval, canary, participant, controller, epochMillis, nanoClock);
    this.conversation =
        new Conversation(
            "trial",
            server,
            settings.firstBackoff(),
            session,
            LoggerFactory.getLogger(TrialFeed.class));
  }

  /** Begins, without waiting for Redis. */
  public void start() {
    conversation.start();
  }

  /** How often the connection came back after a failure. */
  public long reconnects() {
    return conversation.reconnects();
  }

  /** Ends the thread, without waiting for it. */
  @Override
  public void close() {
    conversation.close();
  }

  /** What a trial needs of this controller. Called by the feed's thread. */
  public interface Participant {

    /**
     * Reads and tries a candidate.
     *
     * @param bytes its file, unchecked; empty where it is missing
     * @param signature of the file, unchecked; empty for none
     * @throws RuntimeException saying why it cannot serve
     */
    Served candidate(Trial trial, byte[] bytes, byte[] signature);

    /** How the trial stands, or ended. */
    void ruled(Ruling ruling);
  }
}
