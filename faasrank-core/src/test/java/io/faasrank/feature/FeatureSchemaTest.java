package io.faasrank.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Guards the meaning of trained models: a column that moves, or changes its unit, makes every model
 * file wrong, so order and fingerprints are pinned.
 */
class FeatureSchemaTest {

  @Test
  void table1IsThePapersInThePapersOrder() {
    assertThat(FeatureSchema.TABLE1.features().stream().map(Feature::name))
        .containsExactly(
            "cpu_user",
            "cpu_nice",
            "cpu_kernel",
            "cpu_idle",
            "cpu_iowait",
            "cpu_irq",
            "cpu_softirq",
            "cpu_steal",
            "cpu_ctx_switches",
            "cpu_load_avg",
            "memory_free",
            "memory_buffers",
            "memory_cached",
            "disk_read",
            "disk_read_merged",
            "disk_read_time",
            "disk_write",
            "disk_write_merged",
            "disk_write_time",
            "net_byte_recv",
            "net_byte_sent",
            "avail_memory",
            "inflight_invocations",
            "warm_infrastructures",
            "requested_memory",
            "init_time");
    assertThat(FeatureSchema.TABLE1.width()).isEqualTo(26);
  }

  @Test
  void changesAreTheFirstNineAndLastEightOfTheResources() {
    List<String> units = FeatureSchema.TABLE1.features().stream().map(Feature::unit).toList();
    for (int i = 0; i < 26; i++) {
      boolean delta = i < 9 || (i >= 13 && i < 21);
      assertThat(units.get(i).endsWith("/s")).as("column %d", i).isEqualTo(delta);
    }
  }

  @Test
  void theExtensionKeepsTable1InFront() {
    List<Feature> extended = FeatureSchema.EXTENDED.features();
    assertThat(extended.subList(0, 26)).isEqualTo(FeatureSchema.TABLE1.features());
    assertThat(extended.stream().skip(26).map(Feature::name))
        .containsExactly("action_inflight", "run_time", "queue_length", "idle_memory", "cores");
  }

  /** A failure here means that models in use will be refused: make a new schema instead. */
  @Test
  void fingerprintsStay() {
    assertThat(FeatureSchema.TABLE1.fingerprint()).isEqualTo("55fdbbe90be9ac4d");
    assertThat(FeatureSchema.EXTENDED.fingerprint()).isEqualTo("87d4b9b726729d09");
    assertThat(FeatureSchema.GENERAL.fingerprint()).isEqualTo("0b99a64238ffb586");
  }

  @Test
  void isFoundByItsNameAndOtherwiseNamesTheKnown() {
    assertThat(FeatureSchema.named("extended")).isEqualTo(FeatureSchema.EXTENDED);
    assertThatThrownBy(() -> FeatureSchema.named("table2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown schema 'table2', expected one of table1, extended, general");
  }
}
