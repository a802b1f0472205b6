package io.faasrank.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards against a misspelt setting that passes without a word, and against false alarms. */
class UnknownKeysTest {

  private static final Config REFERENCE =
      ConfigFactory.parseString(
          """
          faasrank {
            mode = faasrank, canary-share = 0.1
            freshness { stale-after = 5s, settle = 1s }
            redis { host = localhost, port = 6379, tls = false }
          }
          akka.loglevel = INFO
          """);

  private static final UnknownKeys ALL = new UnknownKeys(REFERENCE, "faasrank", key -> false);

  @ParameterizedTest
  @CsvSource({
    "faasrank.redis.hots, faasrank.redis.host",
    "faasrank.redis.hosts, faasrank.redis.host",
    "faasrank.redsi.host, faasrank.redis.host",
    "faasrank.canaryShare, faasrank.canary-share",
    "faasrank.Mode, faasrank.mode",
    "faasrank.stale-after, faasrank.freshness.stale-after",
    "faasrnk.mode, faasrank.mode",
    "fasrank.redis.port, faasrank.redis.port",
  })
  void theNearestKnownKeyIsNamed(String key, String nearest) {
    Config config = ConfigFactory.parseString(key + " = 7").withFallback(REFERENCE);
    assertThat(ALL.in(config))
        .containsExactly(key + " is no known key and has no effect; did you mean " + nearest + "?");
  }

  @Test
  void aKeyUnlikeAllOthersHasNoSuggestion() {
    Config config = ConfigFactory.parseString("faasrank.entirely-made-up = 7");
    assertThat(ALL.in(config.withFallback(REFERENCE)))
        .containsExactly("faasrank.entirely-made-up is no known key and has no effect");
  }

  @Test
  void knownKeysAndThoseOfOthersAreLeftAlone() {
    Config config =
        ConfigFactory.parseString(
            """
            faasrank { mode = shadow, redis.host = redis, calibrations.mine.cores = 2 }
            akka.loglevle = DEBUG
            ranking.mode = 1
            """);
    UnknownKeys keys =
        new UnknownKeys(REFERENCE, "faasrank", key -> key.startsWith("faasrank.calibrations."));
    assertThat(keys.in(config.withFallback(REFERENCE))).isEmpty();
  }

  /** An invoker may share its configuration with a controller, and does not know its keys. */
  @Test
  void ofKeysOutsideItsPartAModuleReportsTheVeryNearOnesAlone() {
    Config config = ConfigFactory.parseString("faasrank { mode = shadow, mtrics.interval = 2s }");
    Config reference =
        ConfigFactory.parseString("faasrank.metrics { interval = 1s, debounce = 50ms }");
    assertThat(
            new UnknownKeys(reference, "faasrank.metrics", key -> false)
                .in(config.withFallback(reference)))
        .containsExactly(
            "faasrank.mtrics.interval is no known key and has no effect;"
                + " did you mean faasrank.metrics.interval?");
  }

  @Test
  void theReferenceHoldsNoSystemProperty() {
    System.setProperty("faasrank.redis.hots", "r");
    try {
      ConfigFactory.invalidateCaches();
      assertThat(UnknownKeys.reference().hasPath("faasrank.redis.hots")).isFalse();
      assertThat(
              new UnknownKeys(UnknownKeys.reference(), "faasrank", key -> false)
                  .in(ConfigFactory.load()))
          .contains("faasrank.redis.hots is no known key and has no effect");
    } finally {
      System.clearProperty("faasrank.redis.hots");
      ConfigFactory.invalidateCaches();
    }
  }
}
