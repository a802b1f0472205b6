package io.faasrank.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.model.ModelRefusedException;
import io.faasrank.model.ScoreNetwork;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Guards against a training that goes on from a damaged state, and the unit of the critic. */
class TrainingStateTest {

  @Test
  void survivesItsBytes() {
    TrainingState state = state().next(new float[] {-10, -30}, true);
    TrainingState read = TrainingState.parse(state.toBytes(), "s");
    assertThat(read.toBytes()).isEqualTo(state.toBytes());
    assertThat(read.updates()).isEqualTo(1);
    assertThat(read.returnScale()).isEqualTo(new ReturnScale(-20, 10));
  }

  @Test
  void refusesWhatIsNoState() {
    refuses("faasrank-training-2", "faasrank-training-1", "is no training state");
    refuses("\"actor.inputs\":\"26\"", "\"actor.inputs\":\"27\"", "1409 weights for 27 inputs");
    refuses("\"actor.inputs\":\"26\"", "\"actor.inputs\":\"-6\"", "expected a whole number");
    refuses("critic.weights", "critic.weightz", "has no tensor critic.weights");
    assertThatThrownBy(
            () ->
                TrainingState.of(
                    ScoreNetwork.random(26, new Random(1)::nextFloat),
                    ScoreNetwork.random(30, new Random(1)::nextFloat)))
        .hasMessage("actor has 26 inputs but critic 30");
  }

  @Test
  void theExportedCriticSpeaksInReturns() {
    ScoreNetwork critic = ScoreNetwork.random(26, new Random(2)::nextFloat);
    float[] row = new float[26];
    row[3] = 1f;
    float scaled = critic.mean(row, 1);
    ReturnScale scale = new ReturnScale(-5_000, 400);
    assertThat(scale.unscaled(critic).mean(row, 1)).isCloseTo(-5_000 + 400 * scaled, within(1e-2f));
    assertThat(scale.scaled(new float[] {-5_400})).containsExactly(-1f);
    assertThat(ReturnScale.of(new float[] {7, 7}).scale()).isEqualTo(1f);
  }

  @Test
  void onlyTheCriticsFirstUpdateDecidesItsUnit() {
    float[] returns = {-10, -30};
    assertThat(state().next(returns, false).returnScale()).isEqualTo(ReturnScale.UNIT);
    TrainingState begun = state().next(returns, true);
    Learner critic = begun.critic();
    critic.step(new float[critic.weights().length], PpoSettings.PAPER, "test");
    assertThat(begun.next(new float[] {0, 1}, true).returnScale())
        .isEqualTo(new ReturnScale(-20, 10));
  }

  private static void refuses(String text, String replacement, String reason) {
    String good = new String(state().toBytes(), StandardCharsets.ISO_8859_1);
    assertThat(good).contains(text);
    byte[] bad = good.replaceFirst(text, replacement).getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> TrainingState.parse(bad, "s"))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageStartingWith("s: ")
        .hasMessageContaining(reason);
  }

  private static TrainingState state() {
    Random random = new Random(3);
    return TrainingState.of(
        ScoreNetwork.random(26, random::nextFloat), ScoreNetwork.random(26, random::nextFloat));
  }
}
