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
  private final ModeSwitch modes = new ModeSwitch(Mode.FAASRANK, meters);

  @Test
  void beginsAsConfigured() {
    assertThat(modes.current()).isEqualTo(Mode.FAASRANK);
  }

  @Test
  void followsTheOperatorAndReturnsToTheConfiguredMode() {
    modes.set("shadow");
    assertThat(modes.current()).isEqualTo(Mode.SHADOW);
    modes.set(" Canary\n");
    assertThat(modes.current()).isEqualTo(Mode.CANARY);
    modes.set(null);
    assertThat(modes.current()).isEqualTo(Mode.FAASRANK);
  }

  @Test
  void keepsTheModeInForceWhenATextCannotBeRead() {
    modes.set("hashing");
    modes.set("fasrank");
    modes.set("canary 0.05");
    assertThat(modes.current()).isEqualTo(Mode.HASHING);
    assertThat(meters.total(OperatorMetric.MODES_REFUSED)).isEqualTo(2);
  }

  @Test
  void showsTheModeInForceAlone() {
    modes.set("canary");
    meters.flush();
    assertThat(mode("canary")).isEqualTo(1);
    assertThat(mode("faasrank")).isZero();
    assertThat(mode("shadow")).isZero();
    assertThat(mode("hashing")).isZero();
  }

  private long mode(String label) {
    return sink.gauges().getOrDefault(Series.of(OperatorMetric.MODE, label), -1L);
  }
}
