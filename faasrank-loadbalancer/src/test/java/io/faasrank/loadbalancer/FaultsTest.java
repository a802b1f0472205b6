package io.faasrank.loadbalancer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.Freshness;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.SemaphoreSlots;
import io.faasrank.loadbalancer.decision.Choice;
import io.faasrank.loadbalancer.decision.Mode;
import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.loadbalancer.decision.Request;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.RecordingSink;
import io.faasrank.loadbalancer.redis.RedisKeys;
import io.faasrank.loadbalancer.settings.LoadBalancerSettings;
import io.faasrank.model.ShippedModel;
import io.faasrank.redis.RedisProcess;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/**
 * Guards against an activation that fails or waits because of Redis, an invoker's metrics or a
 * model, and against a fault that needs a hand to end: each is done to a controller's whole
 * FaaSRank with a real Redis. Placements go on all the time; while Redis does not answer, each of
 * those that waited for it would take a tenth of a second, and together they would take minutes.
 */
@Timeout(120)
final class FaultsTest {

  private static final int INVOKERS = 4;
  private static final int PLACEMENTS = 3_000;
  private static final Duration BOUND = Duration.ofSeconds(20);

  /** Keeps Redis busy for longer than the time-out of its clients. */
  private static final String SERVES_NOBODY =
      """
      local function now() local t = redis.call('TIME') return t[1] * 1000000 + t[2] end
      local start = now()
      repeat until now() > start + 150000
      """;

  private final SemaphoreSlots slots = new SemaphoreSlots(INVOKERS, 1024);
  private final Map<Integer, Boolean> chosen = new ConcurrentHashMap<>();
  private RedisProcess redis = RedisProcess.start();
  private ReportingInvokers invokers = new ReportingInvokers(INVOKERS, redis);
  private FaaSRank faasrank = start("model = extended");
  private int next;

  @BeforeEach
  void beginPlacing() {
    await().atMost(BOUND).until(this::policyPlaces);
  }

  @AfterEach
  void end() {
    faasrank.close();
    invokers.close();
    redis.close();
  }

  @Test
  void redisKilled() throws Exception {
    redis.kill();
    placesWithoutWaitingUntilMetricsAreStale();
    redis.restart();
    await().atMost(BOUND).until(this::policyPlaces);
    assertThat(invokers.failures()).isPositive();
  }

  @Test
  void redisHangs() throws Exception {
    redis.hang();
    try {
      placesWithoutWaitingUntilMetricsAreStale();
    } finally {
      redis.resume();
    }
    await().atMost(BOUND).until(this::policyPlaces);
  }

  @Test
  void redisSlow() throws Exception {
    int rounds = 10;
    AtomicInteger slowed = new AtomicInteger();
    Thread slowing =
        new Thread(
            () -> {
              try (Jedis jedis = redis.client()) {
                while (slowed.incrementAndGet() < rounds) {
                  jedis.eval(SERVES_NOBODY);
                }
              }
            });
    slowing.start();
    while (slowing.isAlive()) {
      placesWithoutWaiting(100);
    }
    assertThat(slowed).hasValue(rounds);
    await().atMost(BOUND).until(this::policyPlaces);
  }

  @Test
  void redisFlushed() {
    try (Jedis jedis = redis.client()) {
      jedis.set(RedisKeys.MODE, "canary");
      await().atMost(BOUND).until(() -> faasrank.modes().current() == Mode.CANARY);
      jedis.flushAll();
    }
    placesWithoutWaiting(PLACEMENTS);
    await().atMost(BOUND).until(() -> faasrank.modes().current() == Mode.FAASRANK);
    await().atMost(BOUND).until(this::policyPlaces);
  }

  @Test
  void oneInvokersMetricsMissing() {
    invokers.silence(2);
    await()
        .atMost(BOUND)
        .until(() -> faasrank.book().freshness(2, System.nanoTime()) == Freshness.STALE);
    await()
        .atMost(BOUND)
        .until(
            () -> {
              placesWithoutWaiting(100);
              return !chosen.isEmpty();
            });
    placesWithoutWaiting(PLACEMENTS);
    assertThat(chosen).doesNotContainKey(2);
    // still reachable by hashing, also when it is the only one with memory
    for (int i = 0; i < INVOKERS; i++) {
      slots.take(i, i == 2 ? 0 : 1024);
    }
    long before = fallbacks("fresh_ones_full");
    await()
        .atMost(BOUND)
        .until(
            () -> {
              assertThat(place(0)).isNull();
              return fallbacks("fresh_ones_full") > before;
            });
  }

  @Test
  void modelBad() {
    publishModel("bad", "no model".getBytes(UTF_8));
    await().atMost(BOUND).until(() -> faasrank.meters().total(OperatorMetric.MODELS_REFUSED) == 1);
    await().atMost(BOUND).until(this::policyPlaces);
    publishModel("better", ShippedModel.bytes("table1"));
    await().atMost(BOUND).until(() -> faasrank.meters().total(OperatorMetric.MODEL_SWAPS) == 1);
    await().atMost(BOUND).until(this::policyPlaces);
  }

  @Test
  void modelAndModeUnreadable() {
    publishModel("large", new byte[17 << 20]);
    try (Jedis jedis = redis.client()) {
      jedis.rpush(RedisKeys.MODE, "faasrank");
    }
    await().atMost(BOUND).until(() -> faasrank.meters().total(OperatorMetric.MODELS_REFUSED) == 1);
    await().atMost(BOUND).until(() -> faasrank.meters().total(OperatorMetric.MODES_REFUSED) == 1);
    await().atMost(BOUND).until(this::policyPlaces);
    assertThat(faasrank.meters().total(OperatorMetric.REDIS_RECONNECTS)).isZero();
  }

  @Test
  void modelMissing() {
    restart("model = no-such-file.safetensors");
    await()
        .atMost(BOUND)
        .untilAsserted(
            () -> {
              placesWithoutWaiting(100);
              assertThat(fallbacks("no_model")).isPositive();
            });
    publishModel("first", ShippedModel.bytes("extended"));
    await().atMost(BOUND).until(this::policyPlaces);
  }

  @Test
  void decisionOverruns() {
    restart("decision-budget = 1ms, policy = least-connections");
    long overruns = 0;
    ActionBook action = action();
    for (int i = 0; i < 200; i++) {
      // the first candidate asked about its memory answers late
      Request slow =
          new Request("slow-" + i, action, pool(), 1, new LateSlots(slots.of(action, 1)));
      overruns += faasrank.placement().place(slow) == null ? 1 : 0;
    }
    assertThat(overruns).isEqualTo(200).isEqualTo(fallbacks("overrun"));
    for (int i = 0; i < INVOKERS; i++) {
      assertThat(slots.availableMb(i)).isEqualTo(1024);
    }
  }

  @Test
  void noMemoryAnywhere() {
    for (int i = 0; i < INVOKERS; i++) {
      slots.take(i, 1024);
    }
    await()
        .atMost(BOUND)
        .until(
            () -> {
              Choice placed = place(0);
              return placed != null && placed.overloaded();
            });
  }

  @Test
  void controllerRestarts() {
    restart("model = extended");
    placesWithoutWaiting(200);
    await().atMost(BOUND).until(this::policyPlaces);
  }

  private void placesWithoutWaitingUntilMetricsAreStale() {
    long before = fallbacks("stale_metrics");
    await()
        .atMost(BOUND)
        .until(
            () -> {
              placesWithoutWaiting(100);
              return fallbacks("stale_metrics") > before;
            });
    placesWithoutWaiting(PLACEMENTS);
    assertThat(policyPlaces()).isFalse();
  }

  /** Places so many, each opened and closed, by hashing where the policy does not. */
  private void placesWithoutWaiting(int count) {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      Choice placed = place(i);
      if (placed != null) {
        chosen.put(placed.invoker(), true);
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(faasrank.ledger().inflight()).isZero();
  }

  private boolean policyPlaces() {
    return place(0) != null;
  }

  private @Nullable Choice place(int i) {
    ActionBook action = action();
    String id = "activation-" + next++;
    Choice placed =
        faasrank.placement().place(new Request(id, action, pool(), 1, slots.of(action, 1)));
    int invoker = placed == null ? i % INVOKERS : placed.invoker();
    if (placed == null) {
      slots.of(action, 1).forceAcquire(invoker);
    }
    assertThat(faasrank.ledger().open(id, action, invoker, 1, placed, null, null)).isTrue();
    assertThat(faasrank.ledger().close(id, Outcome.COMPLETED)).isTrue();
    slots.release(invoker, action, 1);
    return placed;
  }

  private ActionBook action() {
    return faasrank.book().actions().book("guest", "guest/a" + next % 7, 256);
  }

  private static Pool pool() {
    return new Pool(
        false, 0, new boolean[] {true, true, true, true}, new int[] {2048, 2048, 2048, 2048});
  }

  private long fallbacks(String reason) {
    return faasrank.meters().total(OperatorMetric.FALLBACKS, reason);
  }

  private void publishModel(String version, byte[] bytes) {
    try (Jedis jedis = redis.client()) {
      jedis.hset(
          RedisKeys.MODEL.getBytes(UTF_8),
          Map.of(
              RedisKeys.MODEL_VERSION.getBytes(UTF_8),
              version.getBytes(UTF_8),
              RedisKeys.MODEL_BYTES.getBytes(UTF_8),
              bytes));
    }
  }

  private void restart(String more) {
    faasrank.close();
    faasrank = start(more);
  }

  private FaaSRank start(String more) {
    String settings =
        """
        faasrank {
          decision-budget = 10s, control-interval = 50ms
          freshness { stale-after = 1s, settle = 100ms }
          redis { host = "127.0.0.1", port = %s }
          redis { connect-timeout = 100ms, socket-timeout = 100ms, first-backoff = 10ms }
          %s
        }
        """
            .formatted(redis.port(), more);
    FaaSRank started =
        FaaSRank.start(
            LoadBalancerSettings.from(
                ConfigFactory.parseString(settings)
                    .withFallback(ConfigFactory.parseResources("reference.conf"))
                    .resolve()),
            new RecordingSink(),
            "0");
    started.cluster(INVOKERS, 1);
    return started;
  }
}
