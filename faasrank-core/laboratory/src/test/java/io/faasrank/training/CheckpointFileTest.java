package io.faasrank.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.feature.Scaler;
import io.faasrank.model.ModelRefusedException;
import io.faasrank.model.ScoreNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards against going on from a damaged checkpoint, or with settings that it was not made with.
 */
class CheckpointFileTest {

  private static final Map<String, String> SETTINGS = Map.of("--rollouts", "8");

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = folder.resolve("c.safetensors");
  }

  @ParameterizedTest
  @ValueSource(doubles = {61.23456789012346, Double.POSITIVE_INFINITY})
  void survivesItsFile(double bestPercent) {
    Checkpoint checkpoint = checkpoint(bestPercent);
    CheckpointFile.write(file, checkpoint, SETTINGS);
    Checkpoint read = CheckpointFile.read(file, SETTINGS);
    assertThat(read.bestPercent()).isEqualTo(bestPercent);
    assertThat(read.sinceBest()).isEqualTo(2);
    assertThat(read.state().toBytes()).isEqualTo(checkpoint.state().toBytes());
    read.requireScaler(checkpoint.scaler());
  }

  @Test
  void namesTheSettingThatDiffers() {
    CheckpointFile.write(file, checkpoint(70), SETTINGS);
    refuses(Map.of("--rollouts", "4"), "--rollouts: expected 8 as it was trained with, found 4");
    refuses(Map.of(), "--rollouts: expected 8 as it was trained with, found none");
    refuses(
        Map.of("--rollouts", "8", "--split", "all"),
        "--split: expected none as it was trained with, found all");
  }

  @Test
  void refusesWhatIsNoCheckpoint() throws IOException {
    assertThatThrownBy(() -> CheckpointFile.read(file, SETTINGS))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageEndingWith("c.safetensors: no such file, expected a checkpoint");
    Files.write(file, checkpoint(70).state().toBytes());
    refuses(Map.of(), "has no tensor scaler.mean");
    CheckpointFile.write(file, checkpoint(70), Map.of());
    String good = Files.readString(file, StandardCharsets.ISO_8859_1);
    damage(good, "\"best_percent\":\"70.0\"", "\"best_percent\":\"-0.0\"");
    refuses(Map.of(), "best validation is -0.0 % and 2 validations old");
    damage(good, "\"best_percent\"", "\"best_parsent\"");
    refuses(Map.of(), "has no best_percent");
    damage(good, "\"updates\":\"0\"", "\"updates\":\"x\"");
    refuses(Map.of(), "updates is 'x', expected a whole number");
  }

  @Test
  void refusesAnotherScaler() {
    float[] mean = new float[26];
    mean[25] = 1e-6f;
    float[] deviation = Scaler.identity(26).deviation();
    assertThatThrownBy(() -> checkpoint(70).requireScaler(new Scaler(mean, deviation)))
        .hasMessageStartingWith("the checkpoint is of other arrivals");
    deviation[0] = 2;
    assertThatThrownBy(() -> checkpoint(70).requireScaler(new Scaler(new float[26], deviation)))
        .hasMessageStartingWith("the checkpoint is of other arrivals");
  }

  private void damage(String good, String text, String replacement) throws IOException {
    assertThat(good).contains(text);
    Files.writeString(file, good.replace(text, replacement), StandardCharsets.ISO_8859_1);
  }

  private void refuses(Map<String, String> settings, String reason) {
    assertThatThrownBy(() -> CheckpointFile.read(file, settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + ": " + reason);
  }

  private static Checkpoint checkpoint(double bestPercent) {
    SplittableRandom random = new SplittableRandom(61);
    TrainingState state =
        TrainingState.of(
            ScoreNetwork.random(26, random::nextFloat), ScoreNetwork.random(26, random::nextFloat));
    return new Checkpoint(state, Scaler.identity(26), bestPercent, 2);
  }
}
