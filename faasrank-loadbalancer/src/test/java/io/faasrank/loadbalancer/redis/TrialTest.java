package io.faasrank.loadbalancer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.canary.CanaryFormat;
import io.faasrank.canary.CanarySettings;
import io.faasrank.canary.Ruling;
import io.faasrank.canary.Tally;
import io.faasrank.canary.Trial;
import io.faasrank.canary.TrialVerdict;
import io.faasrank.loadbalancer.canary.BlockCount;
import io.faasrank.loadbalancer.canary.Canary;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.redis.RedisProcess;
import io.faasrank.redis.RedisServer;
import io.faasrank.redis.RedisSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Guards a trial's way through a real Redis: two controllers whose clocks differ, that restart, and
 * a Redis that is away, come to one verdict from all evidence. Time is a hand clock's.
 */
final class TrialTest {

  private static final long START = 1_767_268_800_000L;
  private static final CanarySettings SETTINGS = CanarySettings.DEFAULTS.withBlocks(60, 10);
  private static final byte[] FILE = "weights".getBytes(UTF_8);
  private static final Trial TRIAL =
      Trial.begin("0123456789ab", "better", Trial.Control.SERVING, START, SETTINGS);

  private static RedisProcess redis = RedisProcess.start();

  private final Jedis client = redis.client();
  private final TrialStore store = new TrialStore(client);
  private final SplittableRandom random = new SplittableRandom(1);
  private final List<Controller> controllers = new ArrayList<>();
  private long now = START;

  /** One controller; it sees a clock that may be wrong. */
  private final class Controller {

    final Canary canary;
    final TrialSession session;
    int rulings;
    @Nullable RuntimeException refusal;

    Controller(String name, long behindMillis) {
      canary =
          new Canary(() -> now - behindMillis, () -> "canary".equals(client.get(RedisKeys.MODE)));
      session =
          new TrialSession(
              new RedisServer(settings(), "test"),
              Duration.ofSeconds(1),
              canary,
              new TrialFeed.Participant() {
                @Override
                public Served candidate(Trial trial, byte[] bytes, byte[] signature) {
                  if (refusal != null) {
                    throw refusal;
                  }
                  assertThat(bytes).isEqualTo(FILE);
                  Model model = ShippedModel.open("table1");
                  return new Served(model, new NetworkScorer(model), trial.version(), "trial");
                }

                @Override
                public void ruled(Ruling ruling) {
                  rulings++;
                }
              },
              name,
              () -> now - behindMillis,
              () -> now * 1_000_000);
      session.connected();
    }

    /** Activations of one second, by the arm whose turn it is here. */
    void work(double control, double candidate, int failures) {
      boolean candidates = canary.candidatesTurn() == 1;
      for (int i = 0; i < 5; i++) {
        BlockCount count = canary.count();
        if (count != null) {
          double mean = candidates ? candidate : control;
          double took = 200 * (1 - (mean - 1) * Math.log(1 - random.nextDouble()));
          boolean fails = candidates && i < failures;
          count.opened((double) now, 200);
          count.ended((double) now, 200, fails ? 60_000 : took, fails, false);
        }
      }
    }
  }

  private static RedisSettings settings() {
    return new RedisSettings(
        "faasrank.redis",
        "127.0.0.1",
        redis.port(),
        0,
        "",
        "",
        false,
        "",
        "",
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofMillis(50));
  }

  @BeforeAll
  static void server() {
    assertThat(redis.port()).isPositive();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void begin() {
    client.flushAll();
    client.set(RedisKeys.MODE, "faasrank");
    controllers.add(new Controller("a", 0));
    controllers.add(new Controller("b", 4_000));
  }

  @AfterEach
  void close() {
    client.close();
  }

  /** Lets time pass until the trial is over, or for so many pairs. */
  private void pass(int pairs, double control, double candidate, int failures) {
    long end = now + pairs * 120_000L;
    while (now < end && store.trial() != null) {
      controllers.forEach(controller -> controller.session.look(store));
      for (int second = 0; second < 5; second++) {
        controllers.forEach(controller -> controller.work(control, candidate, failures));
        now += 1_000;
      }
    }
  }

  private String verdict() {
    String last = store.last();
    return last == null ? "none" : CanaryFormat.verdict(last).label();
  }

  @Test
  void aBetterModelIsPromotedAndServes() {
    store.begin(TRIAL, FILE, "signed".getBytes(UTF_8));
    assertThat(client.get(RedisKeys.MODE)).isEqualTo("canary");
    pass(60, 3, 2, 0);
    assertThat(verdict()).isEqualTo("promoted");
    assertThat(client.hget(RedisKeys.MODEL, "version")).isEqualTo("better");
    assertThat(client.hget(RedisKeys.MODEL, "bytes")).isEqualTo("weights");
    assertThat(client.hget(RedisKeys.MODEL, "signature")).isEqualTo("signed");
    assertThat(client.get(RedisKeys.MODE)).isEqualTo("faasrank");
    assertThat(client.exists(RedisKeys.CANDIDATE)).isFalse();
    assertThat(client.hlen(RedisKeys.REFUSED)).isZero();
  }

  @Test
  void bothControllersCountAndNeitherTwice() {
    store.begin(TRIAL, FILE, new byte[0]);
    pass(5, 3, 2.9, 0);
    TrialStore.Evidence evidence = store.evidence(TRIAL);
    assertThat(evidence.pairs()).hasSizeGreaterThanOrEqualTo(3);
    // two controllers of 5 a second for 50 of 60 seconds; the looks are 5 s apart
    evidence
        .pairs()
        .values()
        .forEach(
            pair -> {
              assertThat(pair.control().count()).isBetween(480L, 500L);
              assertThat(pair.candidate().count()).isBetween(480L, 500L);
            });
    assertThat(evidence.leadIn()).isNotNull();
    assertThat(client.hlen(RedisKeys.canary(TRIAL.id()) + ":blocks")).isLessThan(12);
    assertThat(controllers.get(1).rulings).isGreaterThan(10);
  }

  @Test
  void aWorseModelIsDemotedRememberedAndEverythingIsAsBefore() {
    client.del(RedisKeys.MODE);
    store.begin(TRIAL, FILE, new byte[0]);
    pass(20, 3, 4.5, 0);
    assertThat(verdict()).isEqualTo("demoted");
    assertThat(client.exists(RedisKeys.MODE)).isFalse();
    assertThat(client.exists(RedisKeys.MODEL)).isFalse();
    assertThat(store.refusal(TRIAL.digest())).contains("higher than the control's");
    assertThat(store.refusal("ffffffffffff")).isNull();
  }

  @Test
  void failuresDemoteWithinTheBlock() {
    store.begin(TRIAL, FILE, new byte[0]);
    pass(3, 3, 3, 1);
    assertThat(verdict()).isEqualTo("demoted");
    assertThat(store.last()).contains("of its activations failed");
    assertThat(store.evidence(TRIAL).pairs()).isEmpty();
  }

  @Test
  void afterRestartsOfControllersAndRedisItGoesOnWithAllEvidence() throws Exception {
    store.begin(TRIAL, FILE, new byte[0]);
    pass(4, 3, 2.4, 0);
    int before = store.evidence(TRIAL).pairs().size();
    assertThat(before).isPositive();
    controllers.set(0, new Controller("a again", 0));
    pass(3, 3, 2.4, 0);
    assertThat(store.evidence(TRIAL).pairs().size()).isGreaterThan(before);
    Map<String, byte[]> kept = new HashMap<>();
    client.keys("*").forEach(key -> kept.put(key, client.dump(key)));
    redis.kill();
    redis.restart();
    // away for ten minutes, in which turns go on by the clock
    for (int second = 0; second < 600; second++) {
      now += 1_000;
    }
    try (Jedis again = redis.client()) {
      kept.forEach((key, value) -> again.restore(key, 0, value));
    }
    client.close();
    controllers.forEach(controller -> controller.session.connected());
    try (Jedis again = redis.client()) {
      TrialStore back = new TrialStore(again);
      assertThat(back.evidence(TRIAL).pairs().size()).isGreaterThan(before);
      controllers.forEach(controller -> controller.session.look(back));
      assertThat(back.trial()).isNotNull();
    }
  }

  @Test
  void aPersonStopsItAndNothingIsRefused() {
    store.begin(TRIAL, FILE, new byte[0]);
    pass(2, 3, 2.4, 0);
    Ruling stopped =
        new Ruling(
            TrialVerdict.STOPPED,
            "by hand",
            0,
            1,
            0,
            Double.POSITIVE_INFINITY,
            Tally.NONE,
            Tally.NONE);
    assertThat(store.end(TRIAL, stopped, now)).isEqualTo(TrialVerdict.STOPPED);
    assertThat(client.get(RedisKeys.MODE)).isEqualTo("faasrank");
    assertThat(store.trial()).isNull();
    controllers.forEach(controller -> controller.session.look(store));
    controllers.forEach(controller -> assertThat(controller.canary.trial()).isNull());
    assertThat(store.refusal(TRIAL.digest())).isNull();
  }

  @Test
  void theFirstVerdictHoldsAndAnOldOneEndsNoNewTrial() {
    store.begin(TRIAL, FILE, new byte[0]);
    Trial second =
        Trial.begin("ba9876543210", "second", Trial.Control.SERVING, START + 1, SETTINGS);
    store.begin(second, FILE, new byte[0]);
    Ruling demoted = new Ruling(TrialVerdict.DEMOTED, "late", 0, 1, 0, 2, Tally.NONE, Tally.NONE);
    assertThat(store.end(TRIAL, demoted, now)).isEqualTo(TrialVerdict.DEMOTED);
    assertThat(store.trial()).as("another trial takes place").isEqualTo(CanaryFormat.write(second));
    assertThat(store.refusal(TRIAL.digest())).isNull();
    Ruling promoted = new Ruling(TrialVerdict.PROMOTED, "late", 0, 1, 0, 2, Tally.NONE, Tally.NONE);
    assertThat(store.end(TRIAL, promoted, now)).as("the first one").isEqualTo(TrialVerdict.DEMOTED);
  }

  /** Full before the verdict, or between the verdict and what it says. */
  @Test
  void aFullRedisPublishesNothingByHalves() {
    Ruling promoted = new Ruling(TrialVerdict.PROMOTED, "fast", 5, 1, 0, 2, Tally.NONE, Tally.NONE);
    store.begin(TRIAL, FILE, new byte[0]);
    client.configSet("maxmemory", "1");
    try {
      assertThatThrownBy(() -> store.end(TRIAL, promoted, now)).hasMessageContaining("OOM");
      requireOnTrial();
      client.configSet("maxmemory", "0");
      client.hset(
          RedisKeys.canary(TRIAL.id()), "verdict", CanaryFormat.write(TRIAL, promoted, now));
      client.configSet("maxmemory", "1");
      assertThatThrownBy(() -> store.carryOut(TRIAL, TrialVerdict.PROMOTED))
          .isInstanceOf(JedisDataException.class);
      requireOnTrial();
    } finally {
      client.configSet("maxmemory", "0");
    }
    // a controller comes to it again by itself
    controllers.forEach(controller -> controller.session.look(store));
    assertThat(client.hget(RedisKeys.MODEL, "bytes")).isEqualTo("weights");
    assertThat(client.get(RedisKeys.MODE)).isEqualTo("faasrank");
    assertThat(store.trial()).isNull();
  }

  private void requireOnTrial() {
    assertThat(client.exists(RedisKeys.MODEL)).isFalse();
    assertThat(client.get(RedisKeys.MODE)).isEqualTo("canary");
    assertThat(store.trial()).isEqualTo(CanaryFormat.write(TRIAL));
  }

  @Test
  void aModelThatAControllerCannotServeIsDemoted() {
    controllers.get(1).refusal = new IllegalStateException("weights are no numbers");
    store.begin(TRIAL, FILE, new byte[0]);
    pass(1, 3, 3, 0);
    assertThat(verdict()).isEqualTo("demoted");
    assertThat(store.last()).contains("a controller cannot serve it: weights are no numbers");
  }

  @Test
  void aModeSetByHandPausesIt() {
    store.begin(TRIAL, FILE, new byte[0]);
    client.set(RedisKeys.MODE, "hashing");
    pass(4, 3, 2.4, 0);
    assertThat(store.evidence(TRIAL).pairs()).isEmpty();
    assertThat(store.trial()).isNotNull();
    client.set(RedisKeys.MODE, "canary");
    pass(4, 3, 2.4, 0);
    assertThat(store.evidence(TRIAL).pairs()).isNotEmpty();
  }

  @Test
  void whatIsNoTrialIsPassedOver() {
    client.set(RedisKeys.MODE, "canary");
    client.hset(RedisKeys.CANDIDATE, RedisKeys.TRIAL, "{\"schema\":1,\"digest\":7}");
    controllers.get(0).session.look(store);
    controllers.get(0).session.look(store);
    assertThat(controllers.get(0).canary.trial()).isNull();
    assertThat(controllers.get(0).canary.asksPolicy()).isFalse();
  }
}
