package io.faasrank.metrics.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.redis.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Guards the Redis contract against a real server: the key, its expiry, the push, its timing, and
 * every way to log in.
 */
class PublisherTest {

  private final RedisProcess redis = RedisProcess.start();

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  @Test
  void setsTheKeyWithItsExpiryAndPushesTheSame() throws Exception {
    try (Subscriber subscriber = new Subscriber(redis);
        Jedis client = redis.client();
        PublisherFixture invoker = new PublisherFixture(redis, "")) {
      await().until(() -> subscriber.arrivals.size() >= 3);
      assertThat(PublisherFixture.millisToLive(client))
          .isBetween(4L * PublisherFixture.INTERVAL_MILLIS, 8L * PublisherFixture.INTERVAL_MILLIS);
      InvokerReport stored = Objects.requireNonNull(PublisherFixture.stored(client));
      assertThat(stored.uniqueName()).isEqualTo("seven");
      assertThat(stored.invoker()).isEqualTo(7);
      assertThat(stored.startedAtMillis()).isEqualTo(PublisherFixture.STARTED);
      assertThat(stored.resources().value(ResourceMetric.CPU_IDLE)).isNotNaN();
      assertThat(stored.resources().intervalMillis())
          .isGreaterThan(PublisherFixture.INTERVAL_MILLIS * 0.5);
      await().until(() -> subscriber.arrivals.stream().anyMatch(a -> a.report().equals(stored)));
      assertThat(invoker.publisher.failures()).isZero();
    }
  }

  @Test
  void aChangeIsPushedAtOnceAndManyTogether() throws Exception {
    try (Subscriber subscriber = new Subscriber(redis);
        PublisherFixture invoker =
            new PublisherFixture(PublisherFixture.settings(redis.port(), "", 5000))) {
      await().until(() -> !subscriber.arrivals.isEmpty());
      int before = subscriber.arrivals.size();
      long start = System.nanoTime();
      for (int i = 0; i < 500; i++) {
        invoker.coldRun("guest/a").destroyed();
      }
      invoker.coldRun("guest/b");
      await()
          .pollInterval(Duration.ofMillis(5))
          .until(() -> idleMemoryMb(subscriber.arrivals) == 256);
      long millis = (System.nanoTime() - start) / 1_000_000;
      int pushed = subscriber.arrivals.size() - before;
      assertThat(pushed).as("in %d ms", millis).isLessThanOrEqualTo((int) (millis / 50) + 3);
      assertThat(millis).as("long before the next interval").isLessThan(4500);
    }
  }

  private static int idleMemoryMb(List<Subscriber.Arrival> arrivals) {
    ContainerReport containers = arrivals.get(arrivals.size() - 1).report().containers();
    return Objects.requireNonNull(containers).idleMemoryMb();
  }

  @Test
  void logsInWithPasswordUserAndDatabase() throws Exception {
    try (Jedis admin = redis.client()) {
      String rights = "~faasrank:1:* resetchannels &faasrank:1:* +set +publish +select +client";
      List<String> rules = new ArrayList<>(List.of("on", ">secret"));
      rules.addAll(List.of(rights.split(" ", -1)));
      admin.aclSetUser("metrics", rules.toArray(String[]::new));
      admin.configSet("requirepass", "hush");
      try (PublisherFixture byUser =
          new PublisherFixture(redis, "user = metrics, password = secret, database = 3")) {
        await().until(() -> byUser.publisher.published() > 0);
        admin.select(3);
        assertThat(PublisherFixture.stored(admin)).isNotNull();
      }
      admin.flushAll();
      try (PublisherFixture byPassword = new PublisherFixture(redis, "password = hush")) {
        await().until(() -> byPassword.publisher.published() > 0);
      }
    }
  }
}
