package io.faasrank.testbed.train;

import io.faasrank.event.ControllerStarted;
import io.faasrank.event.Ended;
import io.faasrank.event.EventBatch;
import io.faasrank.event.EventDecoder;
import io.faasrank.event.EventEntry;
import io.faasrank.event.LogEvent;
import io.faasrank.event.Placed;
import io.faasrank.event.PolicySaid;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.loadbalancer.decision.Choice;
import io.faasrank.model.Model;
import io.faasrank.policy.Decision;
import io.faasrank.policy.Scorer;
import io.faasrank.redis.RedisServer;
import io.faasrank.testbed.learn.EventTail;
import io.faasrank.testbed.learn.LogReplay;
import io.faasrank.testbed.learn.ServedModels;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Follows the log of events of all controllers, and rebuilds what the decisions of an episode saw
 * by the classes that served. For one thread.
 */
public final class EpisodeLog implements AutoCloseable {

  /** Controllers write once a second. */
  private static final Duration LOOK = Duration.ofMillis(50);

  /** For the end of the last activation to come into the log. Chosen: many of its intervals. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A controller's process. */
  private final class Followed {

    final LogReplay replay = new LogReplay(models, EpisodeLog.this::decided);
    final Map<Long, EpisodeActivation> open = new HashMap<>();
    boolean fromStart;
    String serves = "";

    /** Whether it has written since the last episode began: one that has gone never does again. */
    boolean heard;
  }

  private final RedisServer server;
  private final Connection connection;
  private final EventTail tail = EventTail.fromStart();
  private final ServedModels models = new ServedModels(this::watched);
  private final Map<String, Followed> controllers = new LinkedHashMap<>();
  private @Nullable EpisodeGathering gathering;
  private @Nullable Decision scored;

  private EpisodeLog(RedisServer server, Connection connection) {
    this.server = server;
    this.connection = connection;
  }

  /**
   * Opens the log of a server.
   *
   * @throws ExperimentFailedException when it cannot be reached
   */
  public static EpisodeLog open(RedisServer server) {
    EpisodeLog log;
    try {
      log = new EpisodeLog(server, server.connect());
    } catch (JedisException e) {
      throw failed(server, e);
    }
    try {
      log.follow();
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
    log.forgetWhoWrote();
    return log;
  }

  private void forgetWhoWrote() {
    controllers.values().forEach(each -> each.heard = false);
  }

  private static ExperimentFailedException failed(RedisServer server, JedisException e) {
    return new ExperimentFailedException("--redis: %s: %s".formatted(server, e.getMessage()), e);
  }

  /** Leaves the rows of what it scores in the decision, and remembers that. */
  private Scorer watched(Model model, Scorer scorer) {
    return (view, action, decision) -> {
      decision.keepRows(true);
      scorer.score(view, action, decision);
      scored = decision;
    };
  }

  /** Takes what has come so far. */
  public void follow() {
    try {
      List<EventEntry> entries = tail.next(connection);
      while (!entries.isEmpty()) {
        for (EventEntry entry : entries) {
          take(EventDecoder.decode(entry.batch(), "entry " + entry.id()));
        }
        entries = tail.next(connection);
      }
    } catch (JedisException e) {
      throw failed(server, e);
    }
  }

  private void take(EventBatch batch) {
    Followed followed = controllers.computeIfAbsent(batch.controller(), name -> new Followed());
    followed.heard = true;
    for (LogEvent event : batch.events()) {
      if (event instanceof ControllerStarted) {
        followed.fromStart = true;
      } else if (event instanceof Placed placed) {
        place(followed, placed, batch.epochMillis(placed));
      } else if (event instanceof Ended ended) {
        EpisodeActivation activation = followed.open.remove(ended.number());
        if (activation != null) {
          activation.end(ended.how(), batch.epochMillis(ended));
        }
      }
    }
    followed.replay.take(batch);
  }

  private void place(Followed followed, Placed placed, double epochMillis) {
    PolicySaid said = placed.said();
    if (said != null) {
      followed.serves = said.model();
    }
    EpisodeGathering episode = gathering;
    if (episode != null && episode.isOf(placed)) {
      if (placed.waitedMillis() > 0) {
        throw new ExperimentFailedException(
            "an activation waited in its controller, but a model is trained on placing on arrival;"
                + " controllers need faasrank.late-binding.enabled = false");
      }
      followed.open.put(placed.number(), episode.add(placed, epochMillis));
    }
  }

  private void decided(Placed placed, @Nullable Choice again, boolean exact) {
    EpisodeActivation activation = gathering == null ? null : gathering.find(placed);
    Decision decision = scored;
    if (activation != null && decision != null && exact && again != null) {
      activation.rebuilt(again, decision);
    }
  }

  /**
   * Digest of the model that the last decisions of all controllers were made with that have written
   * since the last episode began, or the log was opened; empty where they differ, or there was
   * none. A controller writes once a second, were it reports alone.
   */
  public String serves() {
    return controllers.values().stream()
        .filter(each -> each.heard)
        .map(each -> each.serves)
        .reduce((a, b) -> a.equals(b) ? a : "")
        .orElse("");
  }

  /**
   * An episode begins: what is placed from now on of these functions belongs to it.
   *
   * @param functions names without namespace and package
   */
  public void begin(Set<String> functions) {
    follow();
    controllers.values().forEach(each -> each.replay.end());
    forgetWhoWrote();
    gathering = new EpisodeGathering(functions);
  }

  /**
   * The episode is over: waits until the log has all of it.
   *
   * @param activations how many it has
   * @throws ExperimentFailedException when the log does not have them within half a minute, or
   *     cannot tell what the decisions saw
   */
  public EpisodeGathering end(int activations) {
    EpisodeGathering episode = gathering;
    if (episode == null) {
      throw new IllegalStateException("no episode has begun");
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    follow();
    while (episode.ended() < activations) {
      if (System.nanoTime() - deadline > 0) {
        throw new ExperimentFailedException(
            "the log has the end of %s of %s activations; controllers need faasrank.events.enabled"
                    .formatted(episode.ended(), activations)
                + " = true and the Redis that this command is told");
      }
      pause();
      follow();
    }
    for (Followed each : controllers.values()) {
      each.replay.end();
      if (each.heard && !each.fromStart) {
        throw new ExperimentFailedException(
            "the log does not reach back to the start of a controller, so that what its decisions saw"
                + " cannot be rebuilt: start it anew");
      }
    }
    gathering = null;
    return episode;
  }

  static void pause() {
    try {
      Thread.sleep(LOOK.toMillis());
    } catch (InterruptedException e) {
      throw (CancellationException) new CancellationException("interrupted").initCause(e);
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
