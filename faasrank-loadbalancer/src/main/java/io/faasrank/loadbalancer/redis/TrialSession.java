package io.faasrank.loadbalancer.redis;

import io.faasrank.canary.Arm;
import io.faasrank.canary.Blocks;
import io.faasrank.canary.CanaryFormat;
import io.faasrank.canary.PairTally;
import io.faasrank.canary.Ruling;
import io.faasrank.canary.Tally;
import io.faasrank.canary.Trial;
import io.faasrank.canary.TrialJudge;
import io.faasrank.canary.TrialVerdict;
import io.faasrank.loadbalancer.canary.BlockCount;
import io.faasrank.loadbalancer.canary.Canary;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.redis.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;

/**
 * Takes part in a trial: looks for one, writes what this controller counted, makes pairs of blocks
 * that are over, rules, and carries a verdict out. Every controller does so; {@link TrialStore}
 * says why they agree. While Redis is away turns go on by the clock and counts wait in memory.
 */
final class TrialSession implements Conversation.Session {

  private static final Logger LOG = LoggerFactory.getLogger(TrialSession.class);

  /** Longest time after a block for what is in flight to end. Chosen: most time limits. */
  private static final long SETTLE_MILLIS = 60_000;

  /** Further time for all controllers to write. Chosen: several looks. */
  private static final long GRACE_MILLIS = 10_000;

  private final RedisServer server;
  private final Duration interval;
  private final Canary canary;
  private final TrialFeed.Participant participant;
  private final String controller;
  private final LongSupplier epochMillis;
  private final LongSupplier nanoClock;

  private @Nullable String seen;
  private @Nullable Trial trial;
  private long fields;
  private TrialStore.Evidence evidence = new TrialStore.Evidence(null, new TreeMap<>());
  private long connectedMillis;

  /**
   * @param interval between two looks
   * @param controller names this process among all that ever take part
   * @param nanoClock the clock of {@link BlockCount}
   */
  TrialSession(
      RedisServer server,
      Duration interval,
      Canary canary,
      TrialFeed.Participant participant,
      String controller,
      LongSupplier epochMillis,
      LongSupplier nanoClock) {
    this.server = server;
    this.interval = interval;
    this.canary = canary;
    this.participant = participant;
    this.controller = controller;
    this.epochMillis = epochMillis;
    this.nanoClock = nanoClock;
  }

  @Override
  public void hold(Conversation conversation) {
    try (Connection connection = server.connect()) {
      conversation.over(connection);
      TrialStore store = new TrialStore(new Jedis(connection));
      connected();
      while (!conversation.isClosed()) {
        look(store);
        conversation.goesWell();
        conversation.pause(interval);
      }
    }
  }

  /** A connection begins. */
  void connected() {
    connectedMillis = epochMillis.getAsLong();
    fields = -1;
  }

  /** One look; made to be called again and again. */
  void look(TrialStore store) {
    String now = store.trial();
    if (now == null) {
      if (seen != null) {
        seen = null;
        trial = null;
        canary.end();
      }
      return;
    }
    if (!now.equals(seen)) {
      seen = now;
      begin(store, now);
    }
    Trial running = trial;
    if (running != null) {
      takePart(store, running);
    }
  }

  private void begin(TrialStore store, String text) {
    canary.end();
    trial = null;
    fields = -1;
    evidence = new TrialStore.Evidence(null, new TreeMap<>());
    Trial begun;
    try {
      begun = CanaryFormat.trial(text);
    } catch (IllegalArgumentException e) {
      LOG.warn("{}: {}: no trial: {}", server, RedisKeys.CANDIDATE, e.getMessage());
      return;
    }
    Served candidate = null;
    if (!begun.digest().isEmpty()) {
      try {
        candidate = participant.candidate(begun, store.bytes(), store.signature());
      } catch (RuntimeException e) {
        LOG.warn("candidate {} is refused: {}", begun.version(), e.getMessage());
        TrialVerdict unused = store.end(begun, refused(e), epochMillis.getAsLong());
        return;
      }
    }
    trial = begun;
    canary.begin(begun, candidate);
    LOG.info(
        "trial {}: model {} against {}, blocks of {} s",
        begun.id(),
        begun.version(),
        begun.control().label(),
        begun.settings().blockSeconds());
  }

  private static Ruling refused(RuntimeException reason) {
    return new Ruling(
        TrialVerdict.DEMOTED,
        "a controller cannot serve it: " + reason.getMessage(),
        0,
        Double.NaN,
        0,
        Double.POSITIVE_INFINITY,
        Tally.NONE,
        Tally.NONE);
  }

  private void takePart(TrialStore store, Trial running) {
    String verdict = store.verdict(running);
    if (verdict != null) {
      TrialVerdict ended = CanaryFormat.verdict(verdict);
      canary.rule(ended);
      store.carryOut(running, ended);
      return;
    }
    long now = epochMillis.getAsLong();
    write(store, running, now);
    NavigableMap<Long, Tally> blocks = store.blocks(running);
    if (now - connectedMillis >= grace(running)) {
      fold(store, running, blocks, now);
    }
    long fieldsNow = store.fields(running);
    if (fieldsNow != fields) {
      fields = fieldsNow;
      evidence = store.evidence(running);
    }
    Ruling ruling = rule(running, blocks);
    participant.ruled(ruling);
    if (ruling.ends()) {
      TrialVerdict holds = store.end(running, ruling, now);
      canary.rule(holds);
      LOG.info("trial {}: {}: {}", running.id(), holds.label(), ruling.reason());
    } else {
      store.state(running, CanaryFormat.write(running, ruling, now));
    }
  }

  /** Writes what was counted; a block that has settled for the last time. */
  private void write(TrialStore store, Trial running, long now) {
    Map<Long, Tally> tallies = new HashMap<>();
    List<Long> settled = new ArrayList<>();
    for (BlockCount count : canary.counted()) {
      long end = (count.block() + 1) * running.blocks().blockMillis();
      boolean over = now >= end + settle(running);
      tallies.put(count.block(), over ? count.closed(nanoClock.getAsLong() / 1e6) : count.tally());
      if (over) {
        settled.add(count.block());
      }
    }
    store.count(running, controller, tallies);
    settled.forEach(canary::forget);
  }

  private void fold(TrialStore store, Trial running, NavigableMap<Long, Tally> blocks, long now) {
    long last = evidence.pairs().isEmpty() ? Long.MIN_VALUE : evidence.pairs().lastKey();
    long first = running.blocks().firstPair();
    long folded = Long.MIN_VALUE;
    for (long block : blocks.keySet()) {
      long pair = Blocks.pair(block);
      boolean due = now >= running.blocks().endMillis(pair) + settle(running) + grace(running);
      if (pair >= first && pair > last && due) {
        if (evidence.leadIn() == null) {
          store.leadIn(running, leadIn(running, blocks));
        }
        store.pair(running, pair, pair(running, blocks, pair));
        folded = pair;
        last = pair;
      }
    }
    if (folded != Long.MIN_VALUE) {
      store.forget(running, folded);
      blocks.headMap(2 * folded + 2).clear();
    }
  }

  private Ruling rule(Trial running, NavigableMap<Long, Tally> blocks) {
    long last = evidence.pairs().isEmpty() ? Long.MIN_VALUE : evidence.pairs().lastKey();
    PairTally open = new PairTally(Tally.NONE, Tally.NONE);
    for (long block : blocks.keySet()) {
      long pair = Blocks.pair(block);
      if (pair > last && pair >= running.blocks().firstPair()) {
        PairTally one = pair(running, blocks, pair);
        if (block % 2 == 0 || !blocks.containsKey(block - 1)) {
          open =
              new PairTally(
                  open.control().plus(one.control()), open.candidate().plus(one.candidate()));
        }
      }
    }
    Tally leadIn = evidence.leadIn();
    return new TrialJudge(running.settings())
        .rule(
            leadIn == null ? leadIn(running, blocks) : leadIn,
            List.copyOf(evidence.pairs().values()),
            open);
  }

  private static Tally leadIn(Trial running, NavigableMap<Long, Tally> blocks) {
    return blocks.headMap(2 * running.blocks().firstPair()).values().stream()
        .reduce(Tally.NONE, Tally::plus);
  }

  private static PairTally pair(Trial running, NavigableMap<Long, Tally> blocks, long pair) {
    Tally first = blocks.getOrDefault(2 * pair, Tally.NONE);
    Tally second = blocks.getOrDefault(2 * pair + 1, Tally.NONE);
    return running.blocks().arm(2 * pair) == Arm.CONTROL
        ? new PairTally(first, second)
        : new PairTally(second, first);
  }

  private static long settle(Trial running) {
    return Math.min(SETTLE_MILLIS, running.blocks().blockMillis() / 2);
  }

  private static long grace(Trial running) {
    return Math.min(GRACE_MILLIS, running.blocks().blockMillis() / 2);
  }
}
