package io.faasrank.loadbalancer.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faasrank.redis.RedisProcess;
import io.faasrank.redis.RedisProxy;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/**
 * Guards the feed against Redis: a fault that is not noticed, a return that is not, or either at
 * the cost of threads and sockets. There are no invokers, so only the feed's own PING tells.
 */
class RedisFeedFaultsTest {

  /** Twice the socket time-out of the tests, 500 ms, plus what a busy machine takes. */
  private static final Duration NOTICED = Duration.ofSeconds(6);

  private static final Duration RETURNED = Duration.ofSeconds(8);

  private final RedisProcess redis = RedisProcess.start();
  private final RecordingListener listener = new RecordingListener();

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  @Test
  void killedAndRestarted() throws Exception {
    try (RedisFeed feed = Feeds.start(redis.port(), () -> 1, listener)) {
      try (Jedis client = redis.client()) {
        client.set(RedisKeys.MODE, "shadow");
      }
      await().until(() -> listener.isConnected() && listener.events.contains("mode shadow"));
      int sockets = openFiles();
      int threads = Thread.activeCount();
      redis.kill();
      noticed(() -> !listener.isConnected());
      looksStop(feed);
      assertThat(openFiles()).as("open files").isLessThanOrEqualTo(sockets + 2);
      assertThat(Thread.activeCount()).as("threads").isLessThanOrEqualTo(threads + 1);
      assertThat(listener.events).as("holds while Redis is away").containsExactly("mode shadow");

      redis.restart();
      try (Jedis client = redis.client()) {
        client.set(RedisKeys.report(0), "again");
      }
      returned(feed, 2);
      await().until(() -> listener.events.contains("mode null"));
      assertThat(listener.events).containsExactly("mode shadow", "mode null");
    }
  }

  @Test
  void hungAndResumed() throws Exception {
    try (RedisFeed feed = Feeds.start(redis.port(), () -> 0, listener)) {
      await().until(() -> listener.isConnected() && feed.looks() > 0);
      redis.hang();
      noticed(() -> !listener.isConnected());
      looksStop(feed);
      redis.resume();
      returned(feed, 2);
      assertThat(listener.disconnected).hasValue(1);
    }
  }

  @Test
  void absentAtTheStart() throws Exception {
    redis.kill();
    try (RedisFeed feed = Feeds.start(redis.port(), () -> 0, listener)) {
      looksStop(feed);
      redis.restart();
      await().atMost(RETURNED).until(() -> listener.isConnected() && feed.looks() > 0);
      assertThat(listener.disconnected).as("never was connected").hasValue(0);
    }
  }

  @Test
  void replacedByAnotherServerWhileTheOldOneStillAnswers() throws Exception {
    try (RedisProcess other = RedisProcess.start();
        RedisProxy address = RedisProxy.plain(redis.port());
        RedisFeed feed = Feeds.start(address.port(), () -> 0, listener);
        Jedis old = redis.client();
        Jedis client = other.client()) {
      await().until(() -> listener.isConnected() && feed.looks() > 0);
      address.leadTo(other.port());
      // only the connection that asks for the mode: the one that listens would wait for ever
      old.clientKill(ClientKillParams.clientKillParams().type(ClientType.NORMAL));
      returned(feed, 2);
      client.publish(RedisKeys.REPORTS, "from the other");
      await().until(() -> listener.reports.contains("from the other"));
    }
  }

  @Test
  void silenceIsNoFault(@TempDir Path folder) throws Exception {
    Path store = RedisProxy.keyStore(folder, "localhost");
    try (RedisProxy tls = RedisProxy.tls(store, redis.port());
        RedisFeed feed =
            Feeds.start(Feeds.settings(tls.port(), RedisProxy.trusting(store)), () -> 0, listener);
        Jedis client = redis.client()) {
      await().until(() -> listener.isConnected() && feed.looks() > 0);
      long looks = feed.looks();
      // four silences of 500 ms
      await().until(() -> feed.looks() > looks + 20);
      client.publish(RedisKeys.REPORTS, "after the silence");
      await().until(() -> listener.reports.contains("after the silence"));
      assertThat(feed.reconnects()).isZero();
      assertThat(listener.disconnected).hasValue(0);
    }
  }

  @Test
  void endsItsThreadsAndConnectionsWhenClosed() {
    try (Jedis client = redis.client()) {
      RedisFeed feed = Feeds.start(redis.port(), () -> 0, listener);
      await().until(() -> listener.isConnected() && feed.looks() > 0);
      assertThat(client.clientList().lines()).hasSize(2 + Feeds.SHARES);
      feed.close();
      await().until(() -> client.clientList().lines().count() == 1 && feedThreads() == 0);
    }
  }

  private static void noticed(Callable<Boolean> condition) {
    patiently(NOTICED).until(condition);
  }

  /** Neither mode nor model is looked at any more. */
  private static void looksStop(RedisFeed feed) {
    long[] before = {-1};
    await()
        .atMost(NOTICED)
        .pollInterval(Feeds.CONTROL_INTERVAL.multipliedBy(3))
        .until(
            () -> {
              long now = feed.looks();
              boolean stopped = now == before[0];
              before[0] = now;
              return stopped;
            });
  }

  private void returned(RedisFeed feed, int reconnects) {
    long looks = feed.looks();
    patiently(RETURNED)
        .until(
            () ->
                listener.isConnected() && feed.looks() > looks && feed.reconnects() >= reconnects);
  }

  private static ConditionFactory patiently(Duration duration) {
    return await().atMost(duration).pollInterval(Duration.ofMillis(20));
  }

  private static long feedThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("faasrank-redis-"))
        .count();
  }

  private static int openFiles() {
    return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
  }
}
