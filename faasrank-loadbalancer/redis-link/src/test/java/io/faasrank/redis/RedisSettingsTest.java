package io.faasrank.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards an operator against a message that names no key or another plugin's, and secrets against
 * the log.
 */
class RedisSettingsTest {

  static final Config DEFAULTS =
      ConfigFactory.parseString(
          """
          at {
            host = localhost, port = 6379, database = 0, user = "", password = ""
            tls = false, tls-trust-store = "", tls-trust-store-password = ""
            connect-timeout = 2s, socket-timeout = 2s, first-backoff = 50ms
          }
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          port = 0              | at.port is 0, not 1 to 65535
          port = many           | at.port
          host = ""             | at.host must not be empty
          database = -1         | at.database is -1
          user = me             | at.user is me, so password must be set
          socket-timeout = 2m   | at.socket-timeout is 2M, not 1 to 60000 ms
          connect-timeout = 0   | at.connect-timeout is 0S, not 1 to 60000 ms
          first-backoff = 0     | at.first-backoff is 0S, not 1 to 60000 ms
          tls = null            | at.tls
          """)
  void aWrongValueIsNamed(String line, String message) {
    Config config = ConfigFactory.parseString("at { " + line + " }").withFallback(DEFAULTS);
    assertThatThrownBy(() -> RedisSettings.from(config, "at"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void secretsAreNotShown() {
    Config config =
        ConfigFactory.parseString("at { user = me, password = hush, tls = true }")
            .withFallback(DEFAULTS);
    assertThat(RedisSettings.from(config, "at")).hasToString("rediss://localhost:6379/0");
  }
}
