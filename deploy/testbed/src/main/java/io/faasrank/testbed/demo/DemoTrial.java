package io.faasrank.testbed.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.faasrank.canary.CanaryFormat;
import io.faasrank.canary.CanarySettings;
import io.faasrank.canary.Trial;
import io.faasrank.canary.TrialVerdict;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.loadbalancer.model.ModelBytes;
import io.faasrank.loadbalancer.redis.TrialStore;
import io.faasrank.redis.RedisServer;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** A model put on trial against the one in service, and followed to its end. */
final class DemoTrial {

  /**
   * Short blocks, since the functions run for a fraction of a second and come forty a second; all
   * else as in service.
   */
  static final CanarySettings SETTINGS =
      new CanarySettings(
          /* blockSeconds= */ 2.5,
          /* washoutSeconds= */ 0.5,
          /* fewestActivations= */ 25,
          CanarySettings.DEFAULTS.margin(),
          CanarySettings.DEFAULTS.promoteLevel(),
          CanarySettings.DEFAULTS.demoteLevel(),
          CanarySettings.DEFAULTS.errorExcess(),
          CanarySettings.DEFAULTS.p99Ratio(),
          CanarySettings.DEFAULTS.worstRatio(),
          /* mostPairs= */ 40);

  /** Far above what so many pairs take. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final long LOOK_MILLIS = 200;

  private DemoTrial() {}

  /**
   * Begins a trial and waits for its end.
   *
   * @param shown hears how it stands, five times a second
   * @return the ruling that ended it, as {@link CanaryFormat} writes it
   * @throws ExperimentFailedException when it does not end, or Redis is away
   */
  static JsonNode run(RedisServer redis, byte[] model, String version, Consumer<JsonNode> shown) {
    try (Jedis jedis = new Jedis(redis.connect())) {
      TrialStore store = new TrialStore(jedis);
      Trial trial =
          Trial.begin(
              ModelBytes.digest(model),
              version,
              Trial.Control.SERVING,
              System.currentTimeMillis(),
              SETTINGS);
      store.begin(trial, model, new byte[0]);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (store.trial() != null) {
        if (System.nanoTime() - deadline > 0) {
          throw new ExperimentFailedException(
              "the trial was not decided within " + PATIENCE.toMinutes() + " minutes");
        }
        String state = store.state(trial);
        shown.accept(CanaryFormat.read(state == null ? CanaryFormat.waiting(trial) : state));
        pause();
      }
      String verdict = store.verdict(trial);
      if (verdict == null) {
        throw new ExperimentFailedException("the trial is gone without a verdict");
      }
      return CanaryFormat.read(verdict);
    } catch (JedisException e) {
      throw new ExperimentFailedException(redis + ": " + e.getMessage(), e);
    }
  }

  /** How a ruling ended. */
  static TrialVerdict verdict(JsonNode ruling) {
    return CanaryFormat.verdict(ruling.toString());
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      throw (CancellationException) new CancellationException("interrupted").initCause(e);
    }
  }
}
