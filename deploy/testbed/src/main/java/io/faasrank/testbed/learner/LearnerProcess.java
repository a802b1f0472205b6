package io.faasrank.testbed.learner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faasrank.learn.Offer;
import io.faasrank.testbed.learn.EventRecorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Keeps the log, and every so often learns from it on a thread of its own, so that the log is kept
 * meanwhile. May be killed at any point: the log goes on after its last whole entry, a round that
 * was not noted is made anew, and a candidate is kept whole or not at all. A Redis that is away,
 * and a round that fails, are said once and waited out.
 */
public final class LearnerProcess implements AutoCloseable {

  /** Candidates that are kept, the newest. Chosen: a week of one an hour. */
  private static final int OFFERS = 168;

  /**
   * A round that was begun so often and never ended is given up until the next is due: whatever
   * kills it would do so for ever. Chosen.
   */
  private static final int MOST_TRIES = 3;

  private static final String TRIES = "tries";

  /** Learns from what the folder holds. */
  @FunctionalInterface
  public interface Round {
    /**
     * One round.
     *
     * @throws IllegalArgumentException when there is too little to learn from
     */
    Offer run();
  }

  private final EventRecorder recorder;
  private final LearnerFolder folder;
  private final Duration every;
  private final Round round;
  private final @Nullable TrialStarter trials;
  private final Clock clock;
  private final Consumer<String> says;
  private @Nullable Connection connection;
  private @Nullable Thread thread;
  private volatile Instant begun = Instant.MIN;
  private String away = "";
  private String trialsAway = "";

  /**
   * @param every from the start of one round to the start of the next; the first begins so long
   *     after the log does
   * @param trials puts candidates on trial; null where they are only kept
   * @param says hears what happens, a line each
   */
  LearnerProcess(
      EventRecorder recorder,
      LearnerFolder folder,
      Duration every,
      Round round,
      @Nullable TrialStarter trials,
      Clock clock,
      Consumer<String> says) {
    this.recorder = recorder;
    this.folder = folder;
    this.every = every;
    this.round = round;
    this.trials = trials;
    this.clock = clock;
    this.says = says;
  }

  /** One look, to be made about once a second: copies the log, begins what is due. */
  public void look() throws IOException {
    copy();
    if (!busy() && due()) {
      begin();
    }
    if (!busy()) {
      tryNewest();
    }
  }

  private void copy() throws IOException {
    try {
      Connection open = connection;
      if (open == null) {
        open = recorder.connect();
        connection = open;
      }
      int copied = recorder.copy(open);
      if (!away.isEmpty()) {
        away = "";
        says.accept("the log is kept again: " + copied + " entries up to " + recorder.position());
      }
    } catch (JedisException e) {
      drop();
      if (away.isEmpty()) {
        away = String.valueOf(e.getMessage());
        says.accept("waiting for the log: " + away);
      }
    }
  }

  private void drop() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      open.close();
    }
  }

  /** Whether a round is under way. */
  public boolean busy() {
    Thread now = thread;
    return now != null && now.isAlive();
  }

  private boolean due() {
    Instant last = LearnerFolder.time(folder.lastRound(), "startedAt");
    if (last == null) {
      // no round yet: the log gets as long as between two
      ObjectNode first = LearnerFolder.object();
      first.put("startedAt", clock.instant().toString());
      first.put("outcome", "none yet");
      folder.round(first);
      return false;
    }
    Instant latest = last.isAfter(begun) ? last : begun;
    return !clock.instant().isBefore(latest.plus(every));
  }

  private void begin() {
    Instant start = clock.instant();
    ObjectNode state = LearnerFolder.object();
    state.setAll((ObjectNode) folder.lastRound());
    int tries = state.path(TRIES).asInt() + 1;
    if (tries > MOST_TRIES) {
      end(
          start,
          "failed",
          "it was killed " + MOST_TRIES + " times before it was over, or ran out of memory",
          LearnerFolder.object());
      return;
    }
    state.put(TRIES, tries);
    folder.round(state);
    begun = start;
    Thread round = new Thread(() -> learn(start), "learning-round");
    round.setDaemon(true);
    thread = round;
    says.accept("a round of learning begins");
    round.start();
  }

  private void learn(Instant start) {
    ObjectNode state = LearnerFolder.object();
    try {
      Offer offer = offer();
      state.put("digest", offer.digest());
      state.put("offer", folder.keep(offer, start));
      folder.forget(OFFERS);
      end(start, offer.offered() ? "offered" : "not offered", offer.verdict(), state);
    } catch (OutOfMemoryError e) {
      end(start, "failed", "out of memory; fewer --hours or a larger heap (-Xmx) help", state);
    } catch (NothingLearntException e) {
      end(start, "nothing learnt", String.valueOf(e.getMessage()), state);
    } catch (RuntimeException e) {
      end(start, "failed", e.toString(), state);
    }
  }

  /** A round without an offer: nothing is wrong with the learner. */
  private static final class NothingLearntException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NothingLearntException(IllegalArgumentException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private Offer offer() {
    try {
      return round.run();
    } catch (IllegalArgumentException e) {
      throw new NothingLearntException(e);
    }
  }

  private void end(Instant start, String outcome, String reason, ObjectNode state) {
    state.put("startedAt", start.toString());
    state.put("outcome", outcome);
    state.put("reason", reason);
    state.put("endedAt", clock.instant().toString());
    says.accept("a round of learning has ended: " + outcome + ": " + reason);
    try {
      folder.round(state);
    } catch (UncheckedIOException e) {
      says.accept("that could not be noted: " + e.getMessage());
    }
  }

  private void tryNewest() {
    if (trials == null) {
      return;
    }
    try {
      String done = trials.look();
      if (!trialsAway.isEmpty()) {
        trialsAway = "";
        says.accept("trials can be begun again");
      }
      if (done != null) {
        says.accept(done);
      }
    } catch (JedisException e) {
      if (trialsAway.isEmpty()) {
        trialsAway = String.valueOf(e.getMessage());
        says.accept("no trial can be begun: " + trialsAway);
      }
    }
  }

  /**
   * Copies what there is, makes one round, due or not, and tries what it offers.
   *
   * @throws JedisException when the log cannot be read
   */
  public void once() throws IOException {
    try (Connection open = recorder.connect()) {
      int unused = recorder.copy(open);
    }
    learn(clock.instant());
    tryNewest();
  }

  /** Ends; a round that is under way is left and made anew at the next start. */
  @Override
  public void close() throws IOException {
    drop();
    recorder.close();
  }
}
