package io.faasrank.metrics.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.typesafe.config.Config;
import io.faasrank.metrics.settings.MetricsSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Guards the names that work inside an invoker against not working beside it. */
class EnvironmentOverridesTest {

  @Test
  void namesBecomeKeysAsInOpenWhisk() {
    assertThat(
            EnvironmentOverrides.of(
                Map.of(
                    "CONFIG_faasrank_metrics_procRoot", "/host/proc",
                    "CONFIG_whisk_spi_ContainerFactoryProvider", "x.Y",
                    "CONFIG_faasrank_metrics_redis_tlsTrustStorePassword", "s",
                    "CONFIG_empty", "",
                    "PATH", "/bin")))
        .containsOnly(
            entry("faasrank.metrics.proc-root", "/host/proc"),
            entry("whisk.spi.ContainerFactoryProvider", "x.Y"),
            entry("faasrank.metrics.redis.tls-trust-store-password", "s"));
  }

  @Test
  void theyOverrideTheDefaults() {
    Config config =
        Agent.config(
            Map.of(
                "CONFIG_faasrank_metrics_interval", "2s",
                "CONFIG_faasrank_metrics_redis_port", "7000"));
    MetricsSettings settings = MetricsSettings.from(config);
    assertThat(settings.interval()).hasSeconds(2);
    assertThat(settings.redis().port()).isEqualTo(7000);
    assertThat(settings.redis().host()).isEqualTo("localhost");
  }
}
