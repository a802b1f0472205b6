package io.faasrank.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Guards against bounds that leave a number out, or that stay wide for ever. */
class BoundedColumnsTest {

  private final BoundedColumns columns = new BoundedColumns(2, 4);

  @Test
  void widenWithEachNumberAndNarrowWhenAsked() {
    columns.set(1, 0, 3);
    assertThat(columns.isConstant(1)).isTrue();
    columns.set(1, 1, 5);
    columns.set(1, 1, 4);
    assertThat(columns.least(1)).isEqualTo(3);
    assertThat(columns.greatest(1)).isEqualTo(5);
    columns.tighten(2);
    assertThat(columns.greatest(1)).isEqualTo(4);
    assertThat(columns.isConstant(1)).isFalse();
    assertThat(columns.values(1)).containsExactly(3, 4, 0, 0);
  }

  @Test
  void nothingLiesWithinTheBoundsOfNoNumber() {
    assertThat(columns.least(0)).isGreaterThan(columns.greatest(0));
    assertThat(columns.isConstant(0)).isFalse();
    columns.bound(0, -1, 1);
    columns.clearBounds();
    assertThat(columns.isConstant(0)).isFalse();
  }
}
