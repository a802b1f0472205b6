package io.faasrank.loadbalancer.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Guards the names that invokers, operators and trainers use as well. */
class RedisKeysTest {

  @Test
  void areThoseOfTheContract() {
    assertThat(RedisKeys.REPORTS).isEqualTo("faasrank:1:metrics");
    assertThat(RedisKeys.report(12)).isEqualTo("faasrank:1:invoker:12");
    assertThat(RedisKeys.MODE).isEqualTo("faasrank:1:mode");
    assertThat(RedisKeys.MODEL).isEqualTo("faasrank:1:model");
    assertThat(RedisKeys.EVENTS).isEqualTo("faasrank:1:events");
  }
}
