package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

/**
 * Guards what the two calibrations set: the paper's stays cores and memory alone, whatever the
 * other becomes, and a key given beside a calibration holds in place of its value.
 */
final class NamedCalibrationsTest {

  private static final Config CONFIG = ConfigFactory.load();

  @Test
  void thePapersIsCoresAndMemoryAlone() {
    SimulationSettings paper = SimulationSettings.from(CONFIG, "paper");
    Platform platform = paper.platform();

    assertThat(SimulationSettings.defaults()).isEqualTo(paper);
    assertThat(paper.coresPerMb()).isEqualTo(0.0107421875);
    assertThat(paper.contentionExponent()).isEqualTo(1.3);
    assertThat(paper.creationSeconds()).isZero();
    assertThat(platform.coresPerCall() + platform.userCpus() + platform.unpauseSeconds()).isZero();
    assertThat(platform.prewarmed() + platform.creationSlots()).isZero();
    assertThat(platform.pullSeconds() + platform.failureShare()).isZero();
    assertThat(platform.timeLimitSeconds()).isInfinite();
  }

  @Test
  void theOtherKeepsWhatItDoesNotName() {
    SimulationSettings openwhisk = SimulationSettings.from(CONFIG, "openwhisk");

    assertThat(openwhisk.contentionExponent()).isEqualTo(1);
    assertThat(openwhisk.keepAliveSeconds()).isEqualTo(600);
    assertThat(openwhisk.platform().creationSlots()).isEqualTo(1);
    assertThat(openwhisk.platform().coresPerCall()).isEqualTo(1);
  }

  @Test
  void aKeyBesideTheCalibrationHolds() {
    Config set =
        ConfigFactory.parseString(
                "faasrank.simulation { calibration = openwhisk, creation-seconds = 9 }")
            .withFallback(CONFIG);

    assertThat(SimulationSettings.from(set).creationSeconds()).isEqualTo(9);
    assertThat(SimulationSettings.from(set).platform().creationSlots()).isEqualTo(1);
  }
}
