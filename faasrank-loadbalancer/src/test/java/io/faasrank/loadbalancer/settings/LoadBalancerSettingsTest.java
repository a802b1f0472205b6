package io.faasrank.loadbalancer.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.loadbalancer.decision.LateBindingSettings;
import io.faasrank.loadbalancer.decision.Mode;
import io.faasrank.policy.LateBinding;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards against a default that the documentation does not name, a key that is read from elsewhere,
 * and a wrong value that a controller carries on with.
 */
class LoadBalancerSettingsTest {

  private static LoadBalancerSettings with(String overrides) {
    return LoadBalancerSettings.from(ConfigFactory.load(ConfigFactory.parseString(overrides)));
  }

  @Test
  void everythingHasADefault() {
    LoadBalancerSettings settings = with("");
    assertThat(settings.mode()).isEqualTo(Mode.FAASRANK);
    assertThat(settings.policy()).isEqualTo("faasrank");
    assertThat(settings.model()).isEqualTo("general");
    assertThat(settings.engine()).isEqualTo("java");
    assertThat(settings.decisionBudget()).isEqualTo(Duration.ofMillis(20));
    assertThat(settings.freshness().staleAfter()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.redis().port()).isEqualTo(6379);
    assertThat(settings.events().enabled()).isFalse();
    assertThat(settings.events().maxBytes()).isEqualTo(64 << 20);
  }

  /** A key of the log's own Redis may be given alone, as by an environment variable. */
  @Test
  void theLogGoesToTheRedisOfTheReportsUnlessToldOtherwise() {
    LoadBalancerSettings shared =
        with("faasrank { events.enabled = true, redis { host = common, password = secret } }");
    LoadBalancerSettings own =
        with(
            "faasrank { redis { host = common, password = secret },"
                + " events { max-bytes = 1GiB, redis.host = own } }");
    assertThat(shared.events().enabled()).isTrue();
    assertThat(shared.events().redis().host()).isEqualTo("common");
    assertThat(shared.events().redis().password()).isEqualTo("secret");
    assertThat(own.events().redis().host()).isEqualTo("own");
    assertThat(own.events().redis().port()).isEqualTo(6379);
    assertThat(own.events().redis().password()).isEqualTo("secret");
    assertThat(own.redis().host()).isEqualTo("common");
    assertThat(own.events().maxBytes()).isEqualTo(1 << 30);
  }

  @Test
  void eachKeyIsItsOwn() {
    LoadBalancerSettings settings =
        with(
            """
            faasrank { mode = shadow, policy = hermod, model = table1,
              engine = djl, candidates = 32, max-lost-share = 0.9, decision-budget = 7ms, max-actions = 99,
              freshness { stale-after = 9s, settle = 3s, min-fresh-share = 0.75 },
              ejection { enabled = false, consecutive-failures = 3 },
              late-binding { enabled = false, patience = 1.5, busy-idle-share = 0.2, max-waiting = 7,
                max-waiting-bytes = 1 kB, longest-wait = 8s },
              control-interval = 70ms, redis { host = other, port = 7000 } }""");
    assertThat(settings.mode()).isEqualTo(Mode.SHADOW);
    assertThat(settings.policy()).isEqualTo("hermod");
    assertThat(settings.model()).isEqualTo("table1");
    assertThat(settings.engine()).isEqualTo("djl");
    assertThat(settings.candidates()).hasToString("32");
    assertThat(settings.maxLostShare()).isEqualTo(0.9);
    assertThat(settings.decisionBudget()).isEqualTo(Duration.ofMillis(7));
    assertThat(settings.maxActions()).isEqualTo(99);
    assertThat(settings.freshness().staleAfter()).isEqualTo(Duration.ofSeconds(9));
    assertThat(settings.freshness().settle()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.freshness().minFreshShare()).isEqualTo(0.75);
    assertThat(settings.ejection().enabled()).isFalse();
    assertThat(settings.ejection().consecutiveFailures()).isEqualTo(3);
    assertThat(settings.lateBinding())
        .isEqualTo(
            new LateBindingSettings(
                false, new LateBinding(1.5f, 0.2f), 7, 1000, Duration.ofSeconds(8)));
    assertThat(settings.controlInterval()).isEqualTo(Duration.ofMillis(70));
    assertThat(settings.redis().host()).isEqualTo("other");
    assertThat(settings.redis().port()).isEqualTo(7000);
  }

  @Test
  void aMisspeltKeyIsNamedWithTheNearest() {
    Config reference = ConfigFactory.defaultReference();
    Config config =
        ConfigFactory.parseString(
                "faasrank { freshness.stale = 2s, mdoe = shadow, metrics.x = 1,"
                    + " events.redis.host = own }")
            .withFallback(reference);
    assertThat(LoadBalancerSettings.unknownKeys(reference)).isEmpty();
    assertThat(LoadBalancerSettings.unknownKeys(config))
        .containsExactly(
            "faasrank.freshness.stale is no known key and has no effect;"
                + " did you mean faasrank.freshness.stale-after?",
            "faasrank.mdoe is no known key and has no effect; did you mean faasrank.mode?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          faasrank.mode = on                         | faasrank.mode is 'on', expected hashing, shadow
          faasrank.mode = canary                     | faasrank.mode is 'canary', which only a trial sets
          faasrank.ejection.most-share = NaN         | faasrank.ejection.most-share is NaN, not 0 to 1
          faasrank.ejection.deviations = 0           | faasrank.ejection.deviations is 0
          faasrank.ejection.base-time = 1ms          | faasrank.ejection.base-time is 0.001S, not 100
          faasrank.late-binding.patience = -1        | faasrank.late-binding.patience is -1.0, not 0 to 100
          faasrank.late-binding.busy-idle-share = 2  | faasrank.late-binding.busy-idle-share is 2.0, not 0 to 1
          faasrank.late-binding.max-waiting = -1     | faasrank.late-binding.max-waiting is -1, not 0 to
          faasrank.late-binding.longest-wait = 0s    | faasrank.late-binding.longest-wait is 0S, not 1 to
          faasrank.policy = best                     | faasrank.policy: unknown policy 'best', expected one of hashing
          faasrank.policy = clairvoyant              | faasrank.policy: policy 'clairvoyant' knows what only
          faasrank.model = ""                        | faasrank.model is empty, expected general
          faasrank.max-lost-share = 1.1              | faasrank.max-lost-share is 1.1, not 0 to 1
          faasrank.candidates = -1                   | faasrank.candidates: expected auto, all or a number
          faasrank.decision-budget = 0ms             | faasrank.decision-budget is 0S, not 1 to 10000 ms
          faasrank.events.max-bytes = 1kB            | faasrank.events.max-bytes is 1000, not 1048576 to
          faasrank.events.redis.port = 0             | faasrank.events.redis.port is 0, not 1 to 65535
          faasrank.max-actions = 1                   | faasrank.max-actions is 1, not 16 to 100000
          faasrank.freshness.stale-after = 5ms       | faasrank.freshness.stale-after is 0.005S, not 100
          faasrank.freshness.settle = 2h             | faasrank.freshness.settle is 2H, not 0 to 60000 ms
          faasrank.freshness.min-fresh-share = -0.1  | faasrank.freshness.min-fresh-share is -0.1, not 0 to 1
          faasrank.control-interval = 1ms            | faasrank.control-interval is 0.001S, not 50 to 60000 ms
          faasrank.redis.port = 0                    | faasrank.redis.port is 0, not 1 to 65535
          faasrank.candidates = many                 | faasrank.candidates: expected auto, all or a number
          """)
  void aWrongValueIsNamed(String override, String message) {
    assertThatThrownBy(() -> with(override.strip()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message.strip());
  }
}
