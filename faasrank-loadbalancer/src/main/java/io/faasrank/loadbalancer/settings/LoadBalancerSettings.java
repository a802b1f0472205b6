package io.faasrank.loadbalancer.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.faasrank.loadbalancer.cluster.EjectionSettings;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.decision.LateBindingSettings;
import io.faasrank.loadbalancer.decision.Mode;
import io.faasrank.model.ModelSignature;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.LateBinding;
import io.faasrank.policy.Policies;
import io.faasrank.redis.Range;
import io.faasrank.redis.RedisSettings;
import io.faasrank.redis.UnknownKeys;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the load balancer, {@code faasrank}; reference.conf says what each means. A value
 * out of range throws with the key's name.
 *
 * @param policy name of a registered policy that can run outside the simulator
 * @param model name of a shipped model, or a file
 * @param modelKey public key that models of Redis must be signed with; blank for none
 * @param engine name of a scoring engine
 * @param candidates which invokers a learned policy scores in a decision
 * @param maxLostShare share of a decision's values that may be clipped or unknown
 */
public record LoadBalancerSettings(
    Mode mode,
    String policy,
    String model,
    String modelKey,
    String engine,
    CandidateLimit candidates,
    double maxLostShare,
    Duration decisionBudget,
    int maxActions,
    FreshnessSettings freshness,
    EjectionSettings ejection,
    LateBindingSettings lateBinding,
    Duration controlInterval,
    int reportThreads,
    EventSettings events,
    RedisSettings redis) {

  private static final String KEY = "faasrank.";
  private static final int MOST_PATIENCE = 100;
  private static final String LATE = KEY + "late-binding.";

  public LoadBalancerSettings {
    requireServable(policy);
    if (model.isBlank()) {
      throw new IllegalArgumentException(
          KEY + "model is empty, expected " + ShippedModel.LIST + " or a file");
    }
    if (!modelKey.isBlank()) {
      requireKey(modelKey);
    }
    requireShare("max-lost-share", maxLostShare);
    Range.check(KEY + "decision-budget", decisionBudget, 1, 10_000);
    Range.check(KEY + "max-actions", maxActions, 16, 100_000);
    Range.check(KEY + "freshness.stale-after", freshness.staleAfter(), 100, 300_000);
    Range.check(KEY + "freshness.settle", freshness.settle(), 0, 60_000);
    requireShare("freshness.min-fresh-share", freshness.minFreshShare());
    Range.check(KEY + "ejection.interval", ejection.interval(), 100, 600_000);
    Range.check(KEY + "ejection.base-time", ejection.baseTime(), 100, 3_600_000);
    Range.check(KEY + "ejection.longest-time", ejection.longestTime(), 100, 86_400_000);
    requireShare("ejection.most-share", ejection.mostShare());
    Range.check(KEY + "ejection.consecutive-failures", ejection.consecutiveFailures(), 0, 10_000);
    Range.check(KEY + "ejection.fewest-invokers", ejection.fewestInvokers(), 2, 100_000);
    Range.check(KEY + "ejection.fewest-activations", ejection.fewestActivations(), 1, 1_000_000);
    if (!(ejection.deviations() > 0 && ejection.deviations() <= 100)) {
      throw new IllegalArgumentException(
          KEY + "ejection.deviations is " + ejection.deviations() + ", not above 0 and up to 100");
    }
    requireLateBinding(lateBinding);
    Range.check(KEY + "control-interval", controlInterval, 50, 60_000);
    Range.check(KEY + "report-threads", reportThreads, 1, 16);
    Range.check(KEY + "redis.first-backoff", redis.firstBackoff(), 1, 5_000);
    Range.check(KEY + "events.max-bytes", events.maxBytes(), 1 << 20, 1L << 40);
    Range.check(KEY + "events.redis.first-backoff", events.redis().firstBackoff(), 1, 5_000);
  }

  /**
   * Reads the settings.
   *
   * @param config the whole configuration, reference.conf included
   * @throws IllegalArgumentException naming the key that is missing, of another type or out of
   *     range
   */
  public static LoadBalancerSettings from(Config config) {
    try {
      // first, since what is wrong there is wrong in the log's too
      RedisSettings redis = RedisSettings.from(config, KEY + "redis");
      return new LoadBalancerSettings(
          mode(config),
          config.getString(KEY + "policy"),
          config.getString(KEY + "model"),
          config.getString(KEY + "model-key"),
          config.getString(KEY + "engine"),
          candidates(config),
          config.getDouble(KEY + "max-lost-share"),
          config.getDuration(KEY + "decision-budget"),
          config.getInt(KEY + "max-actions"),
          new FreshnessSettings(
              config.getDuration(KEY + "freshness.stale-after"),
              config.getDuration(KEY + "freshness.settle"),
              config.getDouble(KEY + "freshness.min-fresh-share")),
          ejection(config),
          lateBinding(config),
          config.getDuration(KEY + "control-interval"),
          config.getInt(KEY + "report-threads"),
          new EventSettings(
              config.getBoolean(KEY + "events.enabled"),
              config.getMemorySize(KEY + "events.max-bytes").toBytes(),
              eventRedis(config)),
          redis);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * A line for each key that has no effect. Those of the invoker's metrics are none of the
   * controller's business.
   *
   * @param config the whole configuration
   */
  public static List<String> unknownKeys(Config config) {
    Config reference = UnknownKeys.reference();
    String eventRedis = KEY + "events.redis.";
    return new UnknownKeys(
            reference,
            "faasrank",
            key ->
                key.startsWith(KEY + "metrics.")
                    || (key.startsWith(eventRedis)
                        && reference.hasPath(KEY + "redis." + key.substring(eventRedis.length()))))
        .in(config);
  }

  /** What models of Redis must be signed with; null where they need not be. */
  public @Nullable ModelSignature modelSignature() {
    return modelKey.isBlank() ? null : ModelSignature.by(modelKey);
  }

  private static void requireKey(String key) {
    try {
      ModelSignature unused = ModelSignature.by(key);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(KEY + "model-key " + e.getMessage(), e);
    }
  }

  /** What the log's own Redis does not say is that of the reports. */
  private static RedisSettings eventRedis(Config config) {
    String path = KEY + "events.redis";
    Config both = config.getConfig(path).withFallback(config.getConfig(KEY + "redis"));
    return RedisSettings.from(config.withValue(path, both.root()), path);
  }

  private static EjectionSettings ejection(Config config) {
    return new EjectionSettings(
        config.getBoolean(KEY + "ejection.enabled"),
        config.getDuration(KEY + "ejection.interval"),
        config.getDuration(KEY + "ejection.base-time"),
        config.getDuration(KEY + "ejection.longest-time"),
        config.getDouble(KEY + "ejection.most-share"),
        config.getInt(KEY + "ejection.consecutive-failures"),
        config.getInt(KEY + "ejection.fewest-invokers"),
        config.getInt(KEY + "ejection.fewest-activations"),
        config.getDouble(KEY + "ejection.deviations"));
  }

  private static LateBindingSettings lateBinding(Config config) {
    float patience = (float) config.getDouble(LATE + "patience");
    double busyIdleShare = config.getDouble(LATE + "busy-idle-share");
    if (!(patience >= 0 && patience <= MOST_PATIENCE)) {
      throw new IllegalArgumentException(
          LATE + "patience is " + patience + ", not 0 to " + MOST_PATIENCE);
    }
    requireShare("late-binding.busy-idle-share", busyIdleShare);
    return new LateBindingSettings(
        config.getBoolean(LATE + "enabled"),
        new LateBinding(patience, (float) busyIdleShare),
        config.getInt(LATE + "max-waiting"),
        config.getMemorySize(LATE + "max-waiting-bytes").toBytes(),
        config.getDuration(LATE + "longest-wait"));
  }

  private static void requireLateBinding(LateBindingSettings settings) {
    Range.check(LATE + "max-waiting", settings.maxWaiting(), 0, 1_000_000);
    Range.check(LATE + "max-waiting-bytes", settings.maxWaitingBytes(), 0, 1L << 40);
    Range.check(LATE + "longest-wait", settings.longestWait(), 1, 86_400_000);
  }

  private static Mode mode(Config config) {
    Mode mode;
    try {
      mode = Mode.parse(config.getString(KEY + "mode"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(KEY + e.getMessage(), e);
    }
    if (mode == Mode.CANARY) {
      throw new IllegalArgumentException(
          KEY + "mode is 'canary', which only a trial sets (faasrank canary start)");
    }
    return mode;
  }

  private static CandidateLimit candidates(Config config) {
    try {
      return CandidateLimit.parse(config.getString(KEY + "candidates"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(KEY + "candidates: " + e.getMessage(), e);
    }
  }

  private static void requireShare(String key, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(KEY + key + " is " + share + ", not 0 to 1");
    }
  }

  private static void requireServable(String policy) {
    try {
      if (Policies.spec(policy).simulatorOnly()) {
        throw new IllegalArgumentException(
            "policy '" + policy + "' knows what only the simulator can know");
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(KEY + "policy: " + e.getMessage(), e);
    }
  }
}
