package io.faasrank.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Guards every way to log in, and the server's identity under TLS, against a real server. */
class RedisServerTest {

  private final RedisProcess redis = RedisProcess.start();

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  @Test
  void logsInWithPasswordUserAndDatabase() {
    try (Jedis admin = redis.client()) {
      admin.aclSetUser("me", "on", ">secret", "~*", "+ping", "+select", "+client", "+dbsize");
      admin.configSet("requirepass", "hush");
      admin.select(3);
      admin.set("key", "value");
      try (Connection byUser = connect(redis.port(), "user = me, password = secret, database = 3");
          Jedis client = new Jedis(byUser)) {
        assertThat(client.dbSize()).isEqualTo(1);
        assertThat(admin.clientList()).contains("name=somebody");
      }
      try (Connection byPassword = connect(redis.port(), "password = hush")) {
        assertThat(byPassword.ping()).isTrue();
      }
      assertThatThrownBy(() -> connect(redis.port(), "password = wrong"))
          .isInstanceOf(JedisAccessControlException.class)
          .hasMessageNotContaining("wrong");
    }
  }

  @Test
  void speaksTlsAndChecksTheServersName(@TempDir Path folder) throws Exception {
    Path store = RedisProxy.keyStore(folder, "localhost");
    try (RedisProxy proxy = RedisProxy.tls(store, redis.port())) {
      try (Connection trusting = connect(proxy.port(), RedisProxy.trusting(store))) {
        assertThat(trusting.ping()).isTrue();
      }
      refused(proxy, "tls = true");
    }
    Path ofOther = RedisProxy.keyStore(folder, "other.example");
    try (RedisProxy proxy = RedisProxy.tls(ofOther, redis.port())) {
      refused(proxy, RedisProxy.trusting(ofOther));
    }
  }

  private static void refused(RedisProxy proxy, String settings) {
    assertThatThrownBy(() -> connect(proxy.port(), settings))
        .isInstanceOf(JedisConnectionException.class);
  }

  private static Connection connect(int port, String more) {
    Config config =
        ConfigFactory.parseString("at { port = %s, %s }".formatted(port, more))
            .withFallback(RedisSettingsTest.DEFAULTS);
    return new RedisServer(RedisSettings.from(config, "at"), "somebody").connect();
  }
}
