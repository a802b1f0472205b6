package io.faasrank.loadbalancer.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.RecordingSink;
import io.faasrank.loadbalancer.observe.Series;
import org.junit.jupiter.api.Test;

/** Guards against a mode that stays when it was taken back, or goes when it was mistyped. */
final class ModeSwitchTest {

  private final RecordingSink sink = new RecordingSink();
  private final Meters meters = new Meters(sink);
  private final ModeSwitch modes = new ModeSwitch(new ModeSetting(Mode.FAASRANK, 0.2), meters);

  @Test
  void beginsAsConfigured() {
    assertThat(modes.current()).isEqualTo(new ModeSetting(Mode.FAASRANK, 0.2));
  }

  @Test
  void followsTheOperatorAndReturnsToTheConfiguredMode() {
    modes.set("shadow");
    assertThat(modes.current().mode()).isEqualTo(Mode.SHADOW);
    modes.set("canary");
    assertThat(modes.current()).isEqualTo(new ModeSetting(Mode.CANARY, 0.2));
    modes.set("canary 0.5");
    assertThat(modes.current()).isEqualTo(new ModeSetting(Mode.CANARY, 0.5));
    modes.set(null);
    assertThat(modes.current()).isEqualTo(new ModeSetting(Mode.FAASRANK, 0.2));
  }

  @Test
  void keepsTheModeInForceWhenATextCannotBeRead() {
    modes.set("hashing");
    modes.set("fasrank");
    assertThat(modes.current().mode()).isEqualTo(Mode.HASHING);
    assertThat(meters.total(OperatorMetric.MODES_REFUSED)).isEqualTo(1);
  }

  @Test
  void showsTheModeInForceAlone() {
    modes.set("canary 0.25");
    meters.flush();
    assertThat(mode("canary")).isEqualTo(1);
    assertThat(mode("faasrank")).isZero();
    assertThat(mode("shadow")).isZero();
    assertThat(mode("hashing")).isZero();
    assertThat(sink.gauges()).containsEntry(Series.of(OperatorMetric.CANARY_SHARE), 25L);
  }

  private long mode(String label) {
    return sink.gauges().getOrDefault(Series.of(OperatorMetric.MODE, label), -1L);
  }
}
