package io.faasrank.metrics.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards against a counter's fall that becomes a negative or an endless change. */
class CounterChangeTest {

  @ParameterizedTest
  @CsvSource({
    "5, 9, 4, grows",
    "9, 9, 0, stands",
    "4294967290, 4, 10, wraps at 32 bits",
    "3200000000, 1000, 0, started anew: not in the last quarter of 32 bits",
    "1000, 0, 0, started anew",
    "4294967290, 4294967280, 0, corrected downwards",
    "9223372036854775807, 5, 0, started anew"
  })
  void ofOneCounter(long before, long after, long change, String what) {
    assertThat(CounterChange.of(before, after)).as(what).isEqualTo(change);
  }

  @Test
  void devicesThatCameOrWentDoNotCount() {
    Map<String, Long> before = Map.of("sda", 100L, "sdb", 5000L);
    Map<String, Long> after = Map.of("sda", 107L, "sdc", 9000L);
    assertThat(CounterChange.of(before, after)).isEqualTo(7);
  }
}
