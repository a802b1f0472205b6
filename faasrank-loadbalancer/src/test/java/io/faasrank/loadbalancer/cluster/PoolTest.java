package io.faasrank.loadbalancer.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Guards against positions taken for numbers: blackbox invokers do not begin at 0. */
final class PoolTest {

  @Test
  void numbersInvokersFromItsOffset() {
    Pool pool = new Pool(true, 9, new boolean[] {true, false}, new int[] {2048, 1024});
    assertThat(pool.blackbox()).isTrue();
    assertThat(pool.size()).isEqualTo(2);
    assertThat(pool.invoker(0)).isEqualTo(9);
    assertThat(pool.invoker(1)).isEqualTo(10);
    assertThat(pool.usable(0)).isTrue();
    assertThat(pool.usable(1)).isFalse();
    assertThat(pool.memoryMb(1)).isEqualTo(1024);
  }

  @Test
  void refusesMemoryOfOtherInvokers() {
    assertThatThrownBy(() -> new Pool(false, 0, new boolean[2], new int[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pool of 2 invokers with memory of 3");
  }
}
