package io.faasrank.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guards against steps laid into the wrong place, and against numbers that are none. */
class BatchTest {

  @Test
  void padsStepsOfFewerCandidates() {
    Batch batch =
        Batch.builder(2)
            .add(new float[] {1, 2}, 1, 0, -0.1, 0.5, -3)
            .add(new float[] {3, 4, 5, 6, 99}, 2, 1, -0.2, -0.5, -4)
            .build();
    assertThat(batch.steps()).isEqualTo(2);
    assertThat(batch.maxCandidates()).isEqualTo(2);
    assertThat(batch.rows()).containsExactly(1, 2, 0, 0, 3, 4, 5, 6);
    assertThat(batch.counts()).containsExactly(1, 2);
    Batch part = batch.select(new int[] {0, 1, 0}, 1, 3);
    assertThat(part.rows()).containsExactly(3, 4, 5, 6, 1, 2, 0, 0);
    assertThat(part.actions()).containsExactly(1, 0);
    assertThat(part.logProbabilities()).containsExactly(-0.2f, -0.1f);
    assertThat(part.advantages()).containsExactly(-0.5f, 0.5f);
    assertThat(part.returns()).containsExactly(-4, -3);
  }

  /** Steps of like size stay together, and none is lost or doubled. */
  @Test
  void partsHoldStepsOfLikeNumbersOfCandidates() {
    int[] counts = {3, 30, 12, 13, 24, 100, 25, 48, 1};
    Batch.Builder steps = Batch.builder(1);
    for (int t = 0; t < counts.length; t++) {
      steps.add(rows(counts[t], t), counts[t], 0, 0, t, 0);
    }
    List<Batch> parts = steps.build().parts();
    assertThat(parts).extracting(Batch::maxCandidates).containsExactly(12, 24, 48, 100);
    assertThat(parts).extracting(part -> part.advantages().length).containsExactly(3, 2, 3, 1);
    assertThat(parts.get(1).counts()).containsExactly(13, 24);
    assertThat(parts.get(1).advantages()).containsExactly(3, 4);
    assertThat(parts.get(1).rows()).hasSize(2 * 24);
    assertThat(parts.get(1).rows()[12]).isEqualTo(3);
    assertThat(parts.get(1).rows()[13]).isZero();
    assertThat(parts.get(1).rows()[47]).isEqualTo(4);
    Batch small = Batch.builder(1).add(new float[] {1, 2}, 2, 1, 0, 1, 0).build();
    assertThat(small.parts()).containsExactly(small);
  }

  private static float[] rows(int count, float value) {
    float[] rows = new float[count];
    Arrays.fill(rows, value);
    return rows;
  }

  @Test
  void normalisesAdvantagesAndLeavesTheRest() {
    Batch.Builder steps = Batch.builder(1);
    for (int t = 0; t < 4; t++) {
      steps.add(new float[] {t}, 1, 0, 0, 10 + 3 * (t % 2), t);
    }
    Batch normalised = steps.build().withNormalisedAdvantages();
    assertThat(normalised.advantages()).containsExactly(-1, 1, -1, 1);
    assertThat(normalised.returns()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void refusesWhatIsNoStep() {
    Batch.Builder steps = Batch.builder(2);
    float[] row = {1, 2};
    assertThatThrownBy(steps::build).hasMessage("a batch needs at least one step");
    assertThatThrownBy(() -> steps.add(row, 1, 1, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("step 0 has 1 candidates, 2 values in rows of 2 and action 1");
    assertThatThrownBy(() -> steps.add(row, 2, 0, 0, 0, 0)).hasMessageContaining("2 candidates");
    assertThatThrownBy(() -> steps.add(row, 0, 0, 0, 0, 0)).hasMessageContaining("0 candidates");
    assertThatThrownBy(() -> steps.add(row, 1, 0, 0, Double.NaN, 0))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessage("step 0 of the batch: advantage is NaN");
    assertThatThrownBy(() -> steps.add(row, 1, 0, 0, 0, 1e300)).hasMessageContaining("return");
    assertThatThrownBy(() -> steps.add(new float[] {1, Float.NaN}, 1, 0, 0, 0, 0))
        .hasMessageContaining("state row is NaN");
  }
}
