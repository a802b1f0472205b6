package io.faasrank.loadbalancer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faasrank.redis.RedisProcess;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

/**
 * Guards against controllers that do not hear of one another, that take up what was said before
 * they came, that fill Redis, or that talk where nobody listens.
 */
final class InflightExchangeTest {

  private final RedisProcess redis = RedisProcess.start();

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  @Test
  void eachHearsTheOtherAlsoAfterRedisWasAway() throws Exception {
    Talker one = new Talker("one");
    Talker two = new Talker("two");
    try (InflightExchange first = started(one);
        InflightExchange second = started(two)) {
      await().until(() -> one.heard.contains("two") && two.heard.contains("one"));
      redis.kill();
      redis.restart();
      await().until(() -> first.reconnects() == 1 && second.reconnects() == 1);
      one.heard.clear();
      two.heard.clear();
      await().until(() -> one.heard.contains("two") && two.heard.contains("one"));
      try (Jedis client = redis.client()) {
        assertThat(client.keys("*")).containsExactly("faasrank:1:controllers");
      }
    }
  }

  @Test
  void passesOverWhatWasSaidBeforeItCameAndWhatCannotBeRead() {
    try (Jedis client = redis.client()) {
      client.xadd("faasrank:1:controllers", (StreamEntryID) null, Map.of("json", "long ago"));
      Talker one = new Talker("one");
      try (InflightExchange exchange = started(one)) {
        await().until(() -> one.heard.contains("one"));
        client.xadd("faasrank:1:controllers", (StreamEntryID) null, Map.of("json", "nonsense"));
        client.xadd("faasrank:1:controllers", (StreamEntryID) null, Map.of("other", "field"));
        client.xadd("faasrank:1:controllers", (StreamEntryID) null, Map.of("json", "two"));
        await().until(() -> one.heard.contains("two"));
        assertThat(one.heard).doesNotContain("long ago").contains("nonsense");
        assertThat(exchange.reconnects()).isZero();
      }
    }
  }

  @Test
  void keepsTheStreamShort() {
    try (Jedis client = redis.client()) {
      for (int i = 0; i < 500; i++) {
        client.xadd("faasrank:1:controllers", (StreamEntryID) null, Map.of("json", "old"));
      }
      Talker one = new Talker("one");
      try (InflightExchange exchange = started(one)) {
        await().until(() -> client.xlen("faasrank:1:controllers") <= 32);
        assertThat(exchange.reconnects()).isZero();
      }
    }
  }

  @Test
  void hasNoConnectionWhileItIsAlone() {
    Talker one = new Talker("one");
    one.alone = true;
    try (Jedis client = redis.client();
        InflightExchange exchange = started(one)) {
      await().until(() -> one.asked >= 2);
      assertThat(client.clientList()).doesNotContain("faasrank-controller");
      one.alone = false;
      await().until(() -> one.heard.contains("one"));
      one.alone = true;
      await().until(() -> !client.clientList().contains("faasrank-controller"));
      assertThat(exchange.reconnects()).isZero();
    }
  }

  private InflightExchange started(Talker talker) {
    InflightExchange exchange = new InflightExchange(Feeds.settings(redis.port(), ""), talker);
    exchange.start();
    return exchange;
  }

  /** Says its name, and refuses nonsense. */
  private static final class Talker implements InflightExchange.InflightParty {

    private final String name;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile boolean alone;
    private volatile int asked;

    Talker(String name) {
      this.name = name;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread
    public boolean hasOthers() {
      asked++;
      return !alone;
    }

    @Override
    public byte[] own() {
      return name.getBytes(UTF_8);
    }

    @Override
    public void heard(byte[] document) {
      String text = new String(document, UTF_8);
      heard.add(text);
      if (text.equals("nonsense")) {
        throw new IllegalArgumentException("it is nonsense");
      }
    }
  }
}
