package io.faasrank.testbed.learner;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faasrank.canary.CanaryFormat;
import io.faasrank.canary.CanarySettings;
import io.faasrank.canary.Trial;
import io.faasrank.loadbalancer.model.ModelBytes;
import io.faasrank.loadbalancer.redis.RedisKeys;
import io.faasrank.loadbalancer.redis.TrialStore;
import io.faasrank.model.ModelSignature;
import io.faasrank.redis.RedisServer;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/**
 * Puts the newest offered candidate on trial, once. Whether that was done is noted beside the
 * candidate; a learner that was killed in between finds the trial in Redis, and starts no second
 * one.
 */
final class TrialStarter {

  private final LearnerFolder folder;
  private final RedisServer redis;
  private final CanarySettings settings;
  private final @Nullable String key;
  private final Clock clock;

  /**
   * @param redis where trials are begun
   * @param key private key to sign candidates with, as {@link ModelSignature#sign} takes it; null
   *     for none
   */
  TrialStarter(
      LearnerFolder folder,
      RedisServer redis,
      CanarySettings settings,
      @Nullable String key,
      Clock clock) {
    this.folder = folder;
    this.redis = redis;
    this.settings = settings;
    this.key = key;
    this.clock = clock;
  }

  /**
   * Begins what is to be begun.
   *
   * @return what was done, in a line; null where nothing was
   * @throws redis.clients.jedis.exceptions.JedisException when Redis is away or refuses
   */
  @Nullable String look() {
    List<String> offers = folder.offers();
    if (offers.isEmpty()) {
      return null;
    }
    String newest = offers.get(offers.size() - 1);
    boolean wanted =
        folder.evidence(newest).path("offered").asBoolean() && folder.trial(newest).isEmpty();
    return wanted ? begin(newest) : null;
  }

  private @Nullable String begin(String offer) {
    byte[] model = folder.model(offer);
    String digest = ModelBytes.digest(model);
    try (Jedis jedis = new Jedis(redis.connect())) {
      TrialStore store = new TrialStore(jedis);
      String running = store.trial();
      if (running != null) {
        // after a crash it may be this one
        boolean own = CanaryFormat.read(running).path("digest").asText().equals(digest);
        return own ? note(offer, "begun", "on trial: " + digest) : null;
      }
      String refusal = store.refusal(digest);
      if (refusal != null) {
        String reason = CanaryFormat.read(refusal).path("reason").asText();
        return note(offer, "refused", digest + " was refused before: " + reason);
      }
      if (serves(jedis, digest)) {
        return note(offer, "begun", digest + " serves already");
      }
      if (isLast(store, digest)) {
        return note(offer, "begun", digest + " was on trial before");
      }
      Trial trial = Trial.begin(digest, digest, Trial.Control.SERVING, clock.millis(), settings);
      store.begin(trial, model, signature(model));
      return note(offer, "begun", "trial " + trial.id() + " of " + digest + " has begun");
    }
  }

  private byte[] signature(byte[] model) {
    return key == null ? new byte[0] : ModelSignature.sign(model, key).getBytes(UTF_8);
  }

  private static boolean serves(Jedis jedis, String digest) {
    byte[] bytes =
        jedis.hget(RedisKeys.MODEL.getBytes(UTF_8), RedisKeys.MODEL_BYTES.getBytes(UTF_8));
    return bytes != null && ModelBytes.digest(bytes).equals(digest);
  }

  private static boolean isLast(TrialStore store, String digest) {
    String last = store.last();
    JsonNode ruling = last == null ? LearnerFolder.object() : CanaryFormat.read(last);
    return ruling.path("digest").asText().equals(digest);
  }

  private String note(String offer, String state, String words) {
    ObjectNode trial = LearnerFolder.object();
    trial.put("state", state);
    trial.put("at", clock.instant().toString());
    trial.put("words", words);
    folder.trial(offer, trial);
    return words;
  }
}
