package io.faasrank.loadbalancer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.canary.Blocks;
import io.faasrank.canary.CanaryFormat;
import io.faasrank.canary.PairTally;
import io.faasrank.canary.Ruling;
import io.faasrank.canary.Tally;
import io.faasrank.canary.Trial;
import io.faasrank.canary.TrialVerdict;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.Jedis;

/**
 * A trial in Redis. What is written is either a controller's own (its blocks), or written once by
 * whoever is first and then the same for all (pairs, the verdict), so that controllers need no
 * leader: from the same pairs they come to the same verdict. How a trial ends is one transaction
 * that does nothing where the trial has changed meanwhile, so any number may carry it out, also
 * after a restart.
 */
public final class TrialStore {

  /** How long evidence is kept, in seconds: a month. */
  private static final long KEEP_SECONDS = 30L * 86_400;

  /** Refused models that are remembered, the newest. Chosen: years of a model a day. */
  private static final int MOST_REFUSED = 1000;

  private static final byte[] CANDIDATE = RedisKeys.CANDIDATE.getBytes(UTF_8);
  private static final byte[] MODEL = RedisKeys.MODEL.getBytes(UTF_8);
  private static final byte[] TRIAL = RedisKeys.TRIAL.getBytes(UTF_8);
  private static final byte[] BYTES = RedisKeys.MODEL_BYTES.getBytes(UTF_8);
  private static final byte[] SIGNATURE = RedisKeys.MODEL_SIGNATURE.getBytes(UTF_8);
  private static final byte[] VERSION = RedisKeys.MODEL_VERSION.getBytes(UTF_8);

  private static final String MODE_BEFORE = "mode_before";
  private static final String LEAD_IN = "lead_in";
  private static final String VERDICT = "verdict";
  private static final String STATE = "state";
  private static final String PAIR = "pair:";

  private final Jedis redis;

  /** A store on a connection, which the caller closes. For one thread. */
  public TrialStore(Jedis redis) {
    this.redis = redis;
  }

  /** The document of the trial that takes place, unchecked; null if none. */
  public @Nullable String trial() {
    byte[] text = redis.hget(CANDIDATE, TRIAL);
    return text == null ? null : new String(text, UTF_8);
  }

  /** The candidate's file; empty where the model in service is on trial. */
  byte[] bytes() {
    return orEmpty(redis.hget(CANDIDATE, BYTES));
  }

  /** The signature of the candidate's file; empty where it has none. */
  byte[] signature() {
    return orEmpty(redis.hget(CANDIDATE, SIGNATURE));
  }

  private static byte[] orEmpty(byte @Nullable [] value) {
    return value == null ? new byte[0] : value;
  }

  /**
   * Begins a trial, in place of one that takes place, whose evidence stays.
   *
   * @param bytes the candidate's file; empty for the model in service
   * @param signature of the file; empty for none
   */
  public void begin(Trial trial, byte[] bytes, byte[] signature) {
    String before = redis.get(RedisKeys.MODE);
    try (AbstractTransaction transaction = redis.multi()) {
      transaction.del(RedisKeys.CANDIDATE);
      transaction.hset(CANDIDATE, TRIAL, CanaryFormat.write(trial).getBytes(UTF_8));
      if (bytes.length > 0) {
        transaction.hset(CANDIDATE, BYTES, bytes);
      }
      if (signature.length > 0) {
        transaction.hset(CANDIDATE, SIGNATURE, signature);
      }
      if (before != null && !before.equals("canary")) {
        transaction.hset(RedisKeys.CANDIDATE, MODE_BEFORE, before);
      }
      transaction.set(RedisKeys.MODE, "canary");
      List<Object> unused = transaction.exec();
    }
  }

  /** Why the model was refused, as JSON; null if it was not. */
  public @Nullable String refusal(String digest) {
    return digest.isEmpty() ? null : redis.hget(RedisKeys.REFUSED, digest);
  }

  /** The last ruling of any trial that is over, as JSON; null if there was none. */
  public @Nullable String last() {
    return redis.get(RedisKeys.CANARY_LAST);
  }

  /** How the trial stands, as JSON; null before anybody looked. */
  public @Nullable String state(Trial trial) {
    return redis.hget(key(trial), STATE);
  }

  /** The verdict of a trial, as JSON; null while there is none. */
  public @Nullable String verdict(Trial trial) {
    return redis.hget(key(trial), VERDICT);
  }

  /** Notes how the trial stands. */
  void state(Trial trial, String json) {
    redis.hset(key(trial), STATE, json);
    redis.expire(key(trial), KEEP_SECONDS);
  }

  /** Number of fields of the evidence: another one says that there is something new. */
  long fields(Trial trial) {
    return redis.hlen(key(trial));
  }

  /** Writes what one controller counted. */
  void count(Trial trial, String controller, Map<Long, Tally> blocks) {
    if (!blocks.isEmpty()) {
      Map<String, String> fields = new HashMap<>();
      blocks.forEach((block, tally) -> fields.put(block + ":" + controller, tally.format()));
      redis.hset(blocksKey(trial), fields);
      redis.expire(blocksKey(trial), KEEP_SECONDS);
    }
  }

  /** What all controllers counted, by block. A field that is no tally is left out. */
  NavigableMap<Long, Tally> blocks(Trial trial) {
    NavigableMap<Long, Tally> blocks = new TreeMap<>();
    redis
        .hgetAll(blocksKey(trial))
        .forEach(
            (field, text) -> {
              try {
                long block = Long.parseLong(field.substring(0, Math.max(0, field.indexOf(':'))));
                blocks.merge(block, Tally.parse(text), Tally::plus);
              } catch (IllegalArgumentException e) {
                // not written by a controller: as good as absent
              }
            });
    return blocks;
  }

  /** Forgets blocks up to a pair that is folded. */
  void forget(Trial trial, long lastPair) {
    String[] old =
        redis.hkeys(blocksKey(trial)).stream()
            .filter(field -> isUpTo(field, lastPair))
            .toArray(String[]::new);
    if (old.length > 0) {
      redis.hdel(blocksKey(trial), old);
    }
  }

  private static boolean isUpTo(String field, long lastPair) {
    try {
      return Blocks.pair(Long.parseLong(field.substring(0, Math.max(0, field.indexOf(':')))))
          <= lastPair;
    } catch (NumberFormatException e) {
      return true;
    }
  }

  /** Writes the lead-in, unless it is written. */
  void leadIn(Trial trial, Tally tally) {
    redis.hsetnx(key(trial), LEAD_IN, tally.format());
  }

  /** Writes a pair, unless it is written. */
  void pair(Trial trial, long pair, PairTally tally) {
    redis.hsetnx(key(trial), PAIR + pair, tally.format());
  }

  /**
   * All that was written once.
   *
   * @param leadIn before the first pair; null until it is written
   * @param pairs by number
   */
  record Evidence(@Nullable Tally leadIn, NavigableMap<Long, PairTally> pairs) {}

  /** The evidence of a trial. */
  Evidence evidence(Trial trial) {
    Tally leadIn = null;
    NavigableMap<Long, PairTally> pairs = new TreeMap<>();
    for (Map.Entry<String, String> field : redis.hgetAll(key(trial)).entrySet()) {
      if (field.getKey().equals(LEAD_IN)) {
        leadIn = Tally.parse(field.getValue());
      } else if (field.getKey().startsWith(PAIR)) {
        long pair = Long.parseLong(field.getKey().substring(PAIR.length()));
        pairs.put(pair, PairTally.parse(field.getValue()));
      }
    }
    return new Evidence(leadIn, pairs);
  }

  /**
   * Ends a trial, unless it has ended otherwise; what was decided first holds.
   *
   * @return the verdict that holds
   */
  public TrialVerdict end(Trial trial, Ruling ruling, long nowMillis) {
    redis.hsetnx(key(trial), VERDICT, CanaryFormat.write(trial, ruling, nowMillis));
    redis.expire(key(trial), KEEP_SECONDS);
    String holds = redis.hget(key(trial), VERDICT);
    TrialVerdict verdict = holds == null ? ruling.verdict() : CanaryFormat.verdict(holds);
    carryOut(trial, verdict);
    return verdict;
  }

  /**
   * Does what a verdict says: a promoted model is published and serves everywhere, a demoted one is
   * remembered as refused; otherwise all is as before the trial. Does nothing where it was done.
   */
  void carryOut(Trial trial, TrialVerdict verdict) {
    redis.watch(RedisKeys.CANDIDATE, RedisKeys.MODE);
    String text = trial();
    byte[] bytes = bytes();
    byte[] signature = signature();
    String before = redis.hget(RedisKeys.CANDIDATE, MODE_BEFORE);
    String holds = redis.hget(key(trial), VERDICT);
    if (holds == null || !CanaryFormat.write(trial).equals(text)) {
      redis.unwatch();
      return;
    }
    boolean inMode = "canary".equals(redis.get(RedisKeys.MODE));
    long refused = redis.hlen(RedisKeys.REFUSED);
    String oldest = refused >= MOST_REFUSED ? oldest() : null;
    try (AbstractTransaction transaction = redis.multi()) {
      if (verdict == TrialVerdict.PROMOTED && bytes.length > 0) {
        publish(transaction, trial, bytes, signature);
      }
      if (verdict == TrialVerdict.DEMOTED && !trial.digest().isEmpty()) {
        if (oldest != null) {
          transaction.hdel(RedisKeys.REFUSED, oldest);
        }
        transaction.hset(RedisKeys.REFUSED, trial.digest(), holds);
      }
      if (inMode) {
        if (verdict == TrialVerdict.PROMOTED && trial.control() == Trial.Control.HASHING) {
          transaction.set(RedisKeys.MODE, "faasrank");
        } else if (before == null) {
          transaction.del(RedisKeys.MODE);
        } else {
          transaction.set(RedisKeys.MODE, before);
        }
      }
      transaction.set(RedisKeys.CANARY_LAST, holds);
      transaction.del(RedisKeys.CANDIDATE);
      List<Object> unused = transaction.exec();
    }
  }

  private static void publish(
      AbstractTransaction transaction, Trial trial, byte[] bytes, byte[] signature) {
    transaction.del(RedisKeys.MODEL);
    transaction.hset(MODEL, VERSION, trial.version().getBytes(UTF_8));
    transaction.hset(MODEL, BYTES, bytes);
    if (signature.length > 0) {
      transaction.hset(MODEL, SIGNATURE, signature);
    }
  }

  private @Nullable String oldest() {
    return redis.hgetAll(RedisKeys.REFUSED).entrySet().stream()
        .min(Comparator.comparing(entry -> at(entry.getValue())))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  private static long at(String json) {
    try {
      return CanaryFormat.read(json).path("at_epoch_ms").longValue();
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  private static String key(Trial trial) {
    return RedisKeys.canary(trial.id());
  }

  private static String blocksKey(Trial trial) {
    return RedisKeys.canary(trial.id()) + ":blocks";
  }
}
