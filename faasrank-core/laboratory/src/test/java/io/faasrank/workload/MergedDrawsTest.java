package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Guards against draws that are used twice, that are lost or change when merged, and against
 * actions that are shared where each draw should have its own.
 */
final class MergedDrawsTest {

  private static final String M1 = "M1";

  private final WorkloadSource source = new GeneratedWorkloads(Spacing.UNIFORM, 0.1, 5);

  @Test
  void oneDrawIsTheSourceItself() {
    for (boolean ownActions : new boolean[] {false, true}) {
      assertThat(new MergedDraws(1, ownActions).of(source).workload(M1, 4, 1))
          .isEqualTo(source.workload(M1, 4, 1));
    }
  }

  @Test
  void drawsThatShareActionsAreMergedInTheOrderOfTime() {
    Workload merged = new MergedDraws(3, false).of(source).workload(M1, 2, 1);
    List<Arrival> expected =
        Stream.of(6, 7, 8)
            .flatMap(repetition -> source.workload(M1, repetition, 1).arrivals().stream())
            .sorted(Comparator.comparingDouble(Arrival::seconds))
            .toList();
    assertThat(merged.arrivals()).isEqualTo(expected);
    assertThat(merged.functions()).isEqualTo(source.workload(M1, 0, 0).functions());
    assertThat(merged.name()).isEqualTo("M1");
  }

  @Test
  void drawsWithActionsOfTheirOwnCanBeTakenApartAgain() {
    Workload merged = new MergedDraws(3, true).of(source).workload(M1, 2, 0);
    assertThat(merged.functions()).hasSize(30).doesNotHaveDuplicates();
    assertThat(merged.functions().get(21).name())
        .isEqualTo(merged.functions().get(1).name() + "-3");
    for (int d = 0; d < 3; d++) {
      int draw = d;
      List<Arrival> own =
          merged.arrivals().stream()
              .filter(a -> a.function() / 10 == draw)
              .map(a -> new Arrival(a.seconds(), a.function() % 10, a.durationFactor()))
              .toList();
      assertThat(own).isEqualTo(source.workload(M1, 6 + d, 0).arrivals());
    }
  }

  @Test
  void refusesNoDrawAtAll() {
    assertThatThrownBy(() -> new MergedDraws(0, false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("expected 1 or more draws, found 0");
  }
}
