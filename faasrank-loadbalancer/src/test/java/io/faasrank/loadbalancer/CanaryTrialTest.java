package io.faasrank.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.faasrank.canary.CanaryFormat;
import io.faasrank.canary.CanarySettings;
import io.faasrank.canary.Trial;
import io.faasrank.canary.TrialVerdict;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.SemaphoreSlots;
import io.faasrank.loadbalancer.decision.Choice;
import io.faasrank.loadbalancer.decision.Mode;
import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.loadbalancer.decision.Request;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.RecordingSink;
import io.faasrank.loadbalancer.observe.Series;
import io.faasrank.loadbalancer.redis.RedisKeys;
import io.faasrank.loadbalancer.redis.TrialStore;
import io.faasrank.loadbalancer.settings.LoadBalancerSettings;
import io.faasrank.redis.RedisProcess;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/**
 * Guards the way from an activation to a verdict and back to who places, in a controller's whole
 * FaaSRank with a real Redis and blocks of a second: a policy whose activations fail at once is
 * demoted by itself.
 */
@Timeout(120)
final class CanaryTrialTest {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int INVOKERS = 4;

  private final RedisProcess redis = RedisProcess.start();
  private final RecordingSink sink = new RecordingSink();
  private final SemaphoreSlots slots = new SemaphoreSlots(INVOKERS, 1024);
  private final FaaSRank faasrank =
      FaaSRank.start(
          LoadBalancerSettings.from(
              ConfigFactory.parseString(
                      "faasrank { mode = hashing, policy = least-connections, control-interval = 50ms,"
                          + " redis.port = "
                          + redis.port()
                          + " }")
                  .withFallback(ConfigFactory.defaultReference())
                  .resolve()),
          sink,
          "0");
  private int next;

  @AfterEach
  void end() {
    faasrank.close();
    redis.close();
  }

  /** One activation, which fails where the policy placed it. */
  private void place(boolean fails) {
    Mode mode = faasrank.modes().current();
    boolean asks = faasrank.asksPolicy(mode);
    String id = "a" + next++;
    ActionBook action = faasrank.book().actions().book("guest", "guest/DH", 256);
    action.seen(60_000, false);
    Pool pool =
        new Pool(
            false, 0, new boolean[] {true, true, true, true}, new int[] {1024, 1024, 1024, 1024});
    Request request = new Request(id, action, faasrank.ranked(pool), 1, slots.of(action, 1));
    Choice placed = asks ? faasrank.placement().place(request) : null;
    int invoker = placed == null ? next % INVOKERS : placed.invoker();
    faasrank.ledger().open(id, action, invoker, 1, placed, null, null);
    faasrank.ledger().close(id, placed != null && fails ? Outcome.SYSTEM_ERROR : Outcome.COMPLETED);
    if (placed != null) {
      slots.release(invoker, action, 1);
    }
  }

  @Test
  void aPolicyWhoseActivationsFailIsDemotedByItself() {
    faasrank.cluster(INVOKERS, 1);
    Trial trial =
        Trial.begin(
            "",
            "in service",
            Trial.Control.HASHING,
            System.currentTimeMillis(),
            CanarySettings.DEFAULTS.withBlocks(1, 0.1));
    try (Jedis jedis = redis.client()) {
      TrialStore store = new TrialStore(jedis);
      store.begin(trial, new byte[0], new byte[0]);
      await().atMost(BOUND).until(() -> faasrank.modes().current() == Mode.CANARY);
      await()
          .atMost(BOUND)
          .pollInterval(Duration.ofMillis(2))
          .until(
              () -> {
                place(true);
                return store.last() != null;
              });
      assertThat(CanaryFormat.verdict(Objects.requireNonNull(store.last())))
          .isEqualTo(TrialVerdict.DEMOTED);
      assertThat(store.last()).contains("of its activations failed");
      assertThat(jedis.get(RedisKeys.MODE)).isNull();
      await().atMost(BOUND).until(() -> faasrank.modes().current() == Mode.HASHING);
    }
    await()
        .atMost(BOUND)
        .until(
            () ->
                sink.gauges().getOrDefault(Series.of(OperatorMetric.CANARY_VERDICT, "demoted"), 0L)
                    == 1);
    assertThat(sink.gauges().get(Series.of(OperatorMetric.CANARY_FAILURES, "candidate")))
        .isPositive();
    assertThat(sink.gauges().get(Series.of(OperatorMetric.CANARY_FAILURES, "control"))).isZero();
    assertThat(faasrank.asksPolicy(faasrank.modes().current())).isFalse();
  }
}
