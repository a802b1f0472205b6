package io.faasrank.metrics.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards an operator against a wrong value that is silently replaced, and secrets against the log.
 */
class MetricsSettingsTest {

  @Test
  void theDefaultsAreValid() {
    MetricsSettings settings = MetricsSettings.from(ConfigFactory.defaultReference());
    assertThat(settings.interval()).hasSeconds(1);
    assertThat(settings.excludedInterfaces().matcher("veth12ab").matches()).isTrue();
    assertThat(settings.excludedInterfaces().matcher("eth0").matches()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          interval = 50ms               | faasrank.metrics.interval is 0.05S, not 100 to 60000 ms
          interval = soon               | faasrank.metrics.interval
          debounce = 2s                 | faasrank.metrics.debounce is 2S, not 1 to 1000 ms
          proc-root = "/no/such/folder" | faasrank.metrics.proc-root is /no/such/folder, not a folder
          excluded-interfaces = "("     | faasrank.metrics.excluded-interfaces is no regular expression
          max-actions = 0               | faasrank.metrics.max-actions is 0, not 1 to 1000
          redis.port = 0                | faasrank.metrics.redis.port is 0, not 1 to 65535
          redis.host = ""               | faasrank.metrics.redis.host must not be empty
          redis.database = -1           | faasrank.metrics.redis.database is -1
          redis.user = me               | faasrank.metrics.redis.user is me, so password must be set
          redis.socket-timeout = 800ms  | faasrank.metrics.redis.connect-timeout and socket-timeout are together above the interval, 1000 ms
          redis.first-backoff = 600ms   | faasrank.metrics.redis.first-backoff is 0.6S, not 1 to 500 ms
          """)
  void aWrongValueIsNamed(String line, String message) {
    Config config =
        ConfigFactory.parseString("faasrank.metrics { " + line + " }")
            .withFallback(ConfigFactory.defaultReference());
    assertThatThrownBy(() -> MetricsSettings.from(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aMisspeltKeyIsNamedWithTheNearest() {
    Config reference = ConfigFactory.defaultReference();
    Config config =
        ConfigFactory.parseString("faasrank.metrics { redis.hots = r, procRoot = \"/host\" }")
            .withFallback(reference);
    assertThat(MetricsSettings.unknownKeys(reference)).isEmpty();
    assertThat(MetricsSettings.unknownKeys(config))
        .containsExactly(
            "faasrank.metrics.procRoot is no known key and has no effect;"
                + " did you mean faasrank.metrics.proc-root?",
            "faasrank.metrics.redis.hots is no known key and has no effect;"
                + " did you mean faasrank.metrics.redis.host?");
  }

  @Test
  void secretsAreNotShown() {
    Config config =
        ConfigFactory.parseString(
                "faasrank.metrics.redis { user = me, password = hush, tls = true }")
            .withFallback(ConfigFactory.defaultReference());
    assertThat(MetricsSettings.from(config).toString())
        .contains("rediss://localhost:6379/0")
        .doesNotContain("hush");
  }
}
