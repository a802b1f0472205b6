package io.faasrank.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.simulation.Completion;
import io.faasrank.simulation.Ending;
import io.faasrank.simulation.EpisodeResult;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Guards the definitions of the figures of one episode, and episodes without activations. */
class CellSummaryTest {

  @Test
  void reducesAnEpisodeWorkedByHand() {
    CellSummary cell =
        CellSummary.of(
            1,
            2,
            3,
            3,
            new EpisodeResult(
                List.of(
                    new Completion(0, 0, 0, 4, 1, true),
                    new Completion(2, 0, 1, 3, 0, false),
                    new Completion(0, 1, 2, 8, 0.5, true),
                    new Completion(0, 1, 5, 6, 0, false, Ending.FAILED))));
    assertThat(cell.policy()).isEqualTo(1);
    assertThat(cell.workload()).isEqualTo(2);
    assertThat(cell.repetition()).isEqualTo(3);
    assertThat(cell.activations()).isEqualTo(4);
    assertThat(cell.meanSeconds()).isEqualTo((4 + 2 + 6 + 1) / 4.0);
    assertThat(cell.coldShare()).isEqualTo(0.5);
    assertThat(cell.failedShare()).isEqualTo(0.25);
    assertThat(cell.meanQueueSeconds()).isEqualTo(1.5 / 4);
    assertThat(cell.functionCalls()).containsExactly(3, 0, 1);
    assertThat(cell.functionSeconds()).containsExactly(11.0, 0.0, 2.0);
    assertThat(cell.percentile(50)).isEqualTo(3);
    assertThat(cell.inFlight().area()).isEqualTo(13);
  }

  /** Of 1, 2, ... 11 seconds, each tenth lies on a value; between them it is interpolated. */
  @Test
  void percentilesInterpolateLinearly() {
    CellSummary cell =
        CellSummary.of(
            0,
            0,
            0,
            1,
            new EpisodeResult(
                IntStream.rangeClosed(1, 11)
                    .mapToObj(i -> new Completion(0, 0, 0, 12 - i, 0, false))
                    .toList()));
    assertThat(cell.percentile(0)).isEqualTo(1);
    assertThat(cell.percentile(50)).isEqualTo(6);
    assertThat(cell.percentile(95)).isCloseTo(10.5, within(1e-12));
    assertThat(cell.percentile(99)).isCloseTo(10.9, within(1e-12));
    assertThat(cell.percentile(100)).isEqualTo(11);
  }

  @Test
  void anEmptyEpisodeHasNoMeans() {
    CellSummary cell = CellSummary.of(0, 0, 0, 1, new EpisodeResult(List.of()));
    assertThat(cell.meanSeconds()).isNaN();
    assertThat(cell.percentile(50)).isNaN();
    assertThat(cell.coldShare()).isNaN();
  }

  @Test
  void anUnknownFunctionIsRefused() {
    EpisodeResult episode = new EpisodeResult(List.of(new Completion(2, 0, 0, 1, 0, false)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CellSummary.of(0, 0, 0, 2, episode))
        .withMessage("a completion of function 2, expected 0 to 1");
  }
}
