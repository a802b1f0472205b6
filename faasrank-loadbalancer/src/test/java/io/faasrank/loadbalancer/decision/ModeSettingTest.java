package io.faasrank.loadbalancer.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards against a mistyped mode that takes effect, and against a canary of another size. */
final class ModeSettingTest {

  @ParameterizedTest
  @CsvSource({
    "hashing, HASHING, 0.1",
    "shadow, SHADOW, 0.1",
    "faasrank, FAASRANK, 0.1",
    "canary, CANARY, 0.1",
    "' Canary\t0.05\n', CANARY, 0.05",
    "canary 0, CANARY, 0",
    "canary 1, CANARY, 1",
    "canary 1e-3, CANARY, 0.001",
    "SHADOW, SHADOW, 0.1"
  })
  void readsWhatAnOperatorMayWrite(String text, Mode mode, double share) {
    assertThat(ModeSetting.parse(text, 0.1)).isEqualTo(new ModeSetting(mode, share));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "of", "hashing 0.5", "canary x", "canary 5%", "canary 0.1 0.2"})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> ModeSetting.parse(text, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "mode is '"
                + text
                + "', expected hashing, shadow, faasrank, or canary with a share as in 'canary 0.05'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary 1.01", "canary -0.1", "canary NaN", "canary Infinity"})
  void refusesSharesOutOfRange(String text) {
    assertThatThrownBy(() -> ModeSetting.parse(text, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("canary share is \\S+, not 0 to 1");
  }

  @Test
  void showsAForeignTextInOneShortLine() {
    assertThatThrownBy(() -> ModeSetting.parse("x\ny" + "z".repeat(500), 0.1))
        .hasMessageStartingWith("mode is 'x?yzz")
        .message()
        .hasSizeLessThan(200)
        .hasLineCount(1);
  }

  @Test
  void asksThePolicyByMode() {
    assertThat(new ModeSetting(Mode.HASHING, 1).asksPolicy("id")).isFalse();
    assertThat(new ModeSetting(Mode.SHADOW, 0).asksPolicy("id")).isTrue();
    assertThat(new ModeSetting(Mode.FAASRANK, 0).asksPolicy("id")).isTrue();
    assertThat(new ModeSetting(Mode.CANARY, 0).asksPolicy("id")).isFalse();
    assertThat(new ModeSetting(Mode.CANARY, 1).asksPolicy("id")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1, 0.5, 0.9})
  void takesItsShareAndTheSameOnesEachTime(double share) {
    ModeSetting canary = new ModeSetting(Mode.CANARY, share);
    ModeSetting sameOnAnotherController = new ModeSetting(Mode.CANARY, share);
    ModeSetting wider = new ModeSetting(Mode.CANARY, Math.min(1, share + 0.05));
    SplittableRandom random = new SplittableRandom(77);
    int ids = 20_000;
    int asked = 0;
    for (int i = 0; i < ids; i++) {
      String id = String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong());
      boolean asks = canary.asksPolicy(id);
      assertThat(sameOnAnotherController.asksPolicy(id)).isEqualTo(asks);
      // a wider canary keeps those that a narrower one had
      assertThat(wider.asksPolicy(id) || !asks).isTrue();
      asked += asks ? 1 : 0;
    }
    double deviation = Math.sqrt(ids * share * (1 - share));
    assertThat(asked)
        .isBetween((int) (ids * share - 4 * deviation), (int) (ids * share + 4 * deviation));
  }

  @Test
  void takesItsShareOfConsecutiveIdsToo() {
    ModeSetting canary = new ModeSetting(Mode.CANARY, 0.1);
    int asked = 0;
    for (int i = 0; i < 100_000; i++) {
      asked += canary.asksPolicy("activation-" + i) ? 1 : 0;
    }
    assertThat(asked).isBetween(9_500, 10_500);
  }

  @Test
  void isWrittenAsItIsRead() {
    assertThat(new ModeSetting(Mode.CANARY, 0.05)).hasToString("canary 0.05");
    assertThat(new ModeSetting(Mode.SHADOW, 0.05)).hasToString("shadow");
  }
}
