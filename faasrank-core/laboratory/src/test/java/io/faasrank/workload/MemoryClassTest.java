package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards against a limit below what a function needs. */
class MemoryClassTest {

  @ParameterizedTest
  @CsvSource({"0,128", "128,128", "128.01,256", "256,256", "256.5,512", "512,512", "4096,512"})
  void takesTheSmallestThatHolds(double allocated, int expected) {
    assertThat(MemoryClass.of(allocated).megabytes()).isEqualTo(expected);
  }

  @Test
  void refusesWhatIsNoAmount() {
    for (double wrong : new double[] {-1, Double.NaN}) {
      assertThatThrownBy(() -> MemoryClass.of(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("memory must be 0 MB or more, found " + wrong);
    }
  }
}
