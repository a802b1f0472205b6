package io.faasrank.testbed.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Guards against a login, a database or TLS that an address names and nobody uses. */
final class RedisAddressTest {

  @Test
  void everyPartBecomesAKey() {
    assertThat(RedisAddress.keys("rediss://ada:s:cret@example.org:7000/3"))
        .isEqualTo(
            Map.of(
                "host", "example.org",
                "port", 7000,
                "tls", true,
                "database", "3",
                "user", "ada",
                "password", "s:cret"));
  }

  @Test
  void whatIsNotNamedHasRedisDefaults() {
    assertThat(RedisAddress.keys("redis://:secret@h"))
        .isEqualTo(
            Map.of("host", "h", "port", 6379, "tls", false, "user", "", "password", "secret"));
  }
}
