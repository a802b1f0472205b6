package io.faasrank.metrics.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faasrank.cluster.InvokerReport;
import io.faasrank.metrics.container.TrackedContainer;
import io.faasrank.redis.RedisProcess;
import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/**
 * Guards the invoker against Redis: whatever ails it, calls of the invoker's threads cost what they
 * cost, nothing piles up, the log is told once, and two intervals after its return reports are
 * there again, the newest first.
 */
class RedisFaultsTest {

  /** The promise, plus what the test itself and a busy machine take. */
  private static final Duration RETURN =
      Duration.ofMillis(2L * PublisherFixture.INTERVAL_MILLIS + 700);

  private final RedisProcess redis = RedisProcess.start();

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  @Test
  void killedAndRestarted() throws Exception {
    check("", redis::kill, redis::restart, "");
  }

  @Test
  void hung() throws Exception {
    check("", redis::hang, redis::resume, "");
  }

  @Test
  void passwordRefused() throws Exception {
    try (Jedis admin = redis.client()) {
      admin.configSet("requirepass", "hush");
      check(
          "password = hush",
          () -> {
            admin.configSet("requirepass", "other");
            admin.clientKill(ClientKillParams.clientKillParams().type(ClientType.NORMAL));
          },
          () -> admin.configSet("requirepass", "hush"),
          "hush");
    }
  }

  @Test
  void full() throws Exception {
    try (Jedis admin = redis.client()) {
      check(
          "", () -> admin.configSet("maxmemory", "1"), () -> admin.configSet("maxmemory", "0"), "");
    }
  }

  private void check(String settings, Fault breaks, Fault mends, String password) throws Exception {
    try (PublisherFixture invoker = new PublisherFixture(redis, settings)) {
      Publisher publisher = invoker.publisher;
      await().until(() -> publisher.published() > 0);
      double healthyMicros = medianCallMicros(invoker);
      int sockets = openFiles();
      int threads = Thread.activeCount();

      breaks.happen();
      await().until(() -> publisher.dropped() > 0);
      double brokenMicros = medianCallMicros(invoker);
      long droppedBefore = publisher.dropped();
      await().until(() -> publisher.dropped() > droppedBefore + 3);
      assertThat(brokenMicros)
          .as("median call, in microseconds, beside %s when healthy", healthyMicros)
          .isLessThan(3 * healthyMicros + 20);
      assertThat(openFiles()).as("open files").isLessThanOrEqualTo(sockets + 2);
      assertThat(Thread.activeCount()).as("threads").isLessThanOrEqualTo(threads + 1);

      TrackedContainer last = invoker.coldRun("guest/last");
      mends.happen();
      long published = publisher.published();
      long mended = System.currentTimeMillis();
      await().atMost(RETURN).until(() -> publisher.published() > published);
      try (Jedis client = redis.client(password)) {
        await()
            .until(
                () ->
                    Objects.requireNonNull(PublisherFixture.stored(client)).sampledAtMillis()
                        >= mended);
        InvokerReport report = Objects.requireNonNull(PublisherFixture.stored(client));
        assertThat(Objects.requireNonNull(report.containers()).actions().get(0).name())
            .isEqualTo("guest/last");
      }
      assertThat(publisher.failures()).isZero();
      last.destroyed();
    }
  }

  /** The life of a container as the invoker's threads make it, seven changes, at the median. */
  private static double medianCallMicros(PublisherFixture invoker) {
    long[] nanos = new long[4000];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      invoker.coldRun("guest/a").destroyed();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[nanos.length / 2] / 1e3;
  }

  private static int openFiles() {
    return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
  }

  private interface Fault {
    void happen() throws Exception;
  }
}
