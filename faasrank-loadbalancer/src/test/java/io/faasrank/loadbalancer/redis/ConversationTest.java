package io.faasrank.loadbalancer.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faasrank.loadbalancer.model.RecordedLog;
import io.faasrank.redis.RedisServer;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Guards the log against an outage that writes a line per attempt or a secret, and the conversation
 * against an exception that ends it for good.
 */
class ConversationTest {

  private static final RedisServer SERVER =
      new RedisServer(Feeds.settings(1, "user = me, password = hush"), "test");

  private final RecordedLog log = new RecordedLog();

  @Test
  void logsEachFailureAndReturnOnceAndTriesForEver() {
    List<Throwable> failures =
        List.of(
            new JedisConnectionException("away", new ConnectException("refused")),
            new JedisConnectionException("still away"),
            new OutOfMemoryError("too large an answer"),
            new NoClassDefFoundError("half a jar"),
            new AssertionError("never"),
            new IllegalStateException("nonsense"));
    Iterator<Throwable> next = failures.iterator();
    AtomicBoolean well = new AtomicBoolean();
    try (Conversation conversation =
        new Conversation(
            "reports",
            SERVER,
            Duration.ofMillis(1),
            held -> {
              if (next.hasNext()) {
                raise(next.next());
              }
              held.goesWell();
              held.goesWell();
              well.set(true);
              held.pause(Duration.ofMinutes(1));
            },
            log.logger())) {
      conversation.start();
      await().untilTrue(well);
      assertThat(conversation.reconnects()).isEqualTo(1);
      assertThat(log.take())
          .containsExactly(
              "warn redis://localhost:1/0: no reports until it is back:"
                  + " away (java.net.ConnectException: refused)",
              "info redis://localhost:1/0: reports again");
    }
  }

  /** Each connection answers once and is lost: two lines of log each time. */
  @Test
  void hurriesLessWhereItFailsAgainAndAgain() {
    AtomicInteger sessions = new AtomicInteger();
    try (Conversation conversation =
        new Conversation(
            "reports",
            SERVER,
            Duration.ofMillis(20),
            held -> {
              held.goesWell();
              sessions.incrementAndGet();
              throw new JedisConnectionException("lost again");
            },
            log.logger())) {
      long start = System.nanoTime();
      conversation.start();
      await().until(() -> sessions.get() >= 6);
      // 20, 40, 80, 160 and 320 ms, each shortened by a half at most
      assertThat(System.nanoTime() - start).isGreaterThan(310_000_000L);
    }
  }

  private static void raise(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
