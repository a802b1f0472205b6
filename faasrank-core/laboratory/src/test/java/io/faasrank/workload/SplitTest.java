package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Guards against testing on what was trained on: overlapping splits, lost functions, and an
 * assignment that changes from one version to the next.
 */
class SplitTest {

  private static final List<Split> PARTS = List.of(Split.TRAIN, Split.VALIDATION, Split.TEST);

  @Test
  void everyFunctionIsInExactlyOnePart() {
    for (int i = 0; i < 10_000; i++) {
      String function = "function" + i;
      assertThat(PARTS.stream().filter(part -> part.contains(function))).hasSize(1);
      assertThat(Split.ALL.contains(function)).isTrue();
    }
  }

  @Test
  void sharesAreSixtyTwentyTwenty() {
    assertThat(share(Split.TRAIN)).isCloseTo(0.6, within(0.02));
    assertThat(share(Split.VALIDATION)).isCloseTo(0.2, within(0.02));
    assertThat(share(Split.TEST)).isCloseTo(0.2, within(0.02));
  }

  private static double share(Split split) {
    return IntStream.range(0, 10_000).filter(i -> split.contains("function" + i)).count() / 1e4;
  }

  /** Worked out apart from this code: {@code printf NAME | sha256sum}, first 16 digits mod 100. */
  @Test
  void assignmentIsFixed() {
    // 26, 75, 92, 83
    assertThat(Split.TRAIN.contains("dh")).isTrue();
    assertThat(Split.VALIDATION.contains("ip")).isTrue();
    assertThat(Split.TEST.contains("ir")).isTrue();
    assertThat(Split.TEST.contains("ms")).isTrue();
  }

  @Test
  void parsesItsName() {
    assertThat(Split.parse("Validation")).isEqualTo(Split.VALIDATION);
    for (Split split : Split.values()) {
      assertThat(Split.parse(split.toString())).isEqualTo(split);
    }
    assertThatThrownBy(() -> Split.parse("tset"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("expected train, validation, test, all, found \"tset\"");
  }
}
