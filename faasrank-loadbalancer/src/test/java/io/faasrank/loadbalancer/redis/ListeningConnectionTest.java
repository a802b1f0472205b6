package io.faasrank.loadbalancer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.redis.RedisProcess;
import io.faasrank.redis.RedisServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Guards against listening for ever to a server that hangs, which no other connection tells of. */
class ListeningConnectionTest {

  private static final Duration SILENCE = Duration.ofSeconds(1);

  @Test
  void failsWhenItsPingIsNotAnswered() throws Exception {
    AtomicInteger answers = new AtomicInteger();
    ListeningConnection.Receiver receiver =
        new ListeningConnection.Receiver() {
          @Override
          public void subscribed() {}

          @Override
          public void message(byte[] channel, byte @Nullable [] message) {}

          @Override
          public void silence() {
            answers.incrementAndGet();
          }
        };
    try (RedisProcess redis = RedisProcess.start();
        ListeningConnection connection =
            new ListeningConnection(
                new RedisServer(Feeds.settings(redis.port(), ""), "listener"), SILENCE, 100)) {
      connection.subscribe(RedisKeys.REPORTS.getBytes(UTF_8));
      CompletableFuture<Void> listening =
          CompletableFuture.runAsync(() -> connection.listen(receiver));
      Awaitility.await().until(() -> answers.get() >= 3);
      assertThat(listening).isNotDone();
      redis.hang();
      assertThatThrownBy(() -> listening.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(JedisConnectionException.class);
    }
  }
}
