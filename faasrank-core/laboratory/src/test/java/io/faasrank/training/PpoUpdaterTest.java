package io.faasrank.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.Scaler;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ScoreNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards the update as a whole: that it learns, starts from the acting policy, repeats bit for bit,
 * stops at a number that is none without spoiling the networks, and gives native memory back.
 */
class PpoUpdaterTest {

  private static final PpoSettings PAPER = PpoSettings.PAPER;

  @Test
  void beginsWhereTheActingPolicyStands() {
    TrainingState start = start(26, 31);
    Batch batch = batch(start, 200, new Random(31));
    try (PpoUpdater updater = new PpoUpdater(start, 1)) {
      UpdateStats stats = updater.update(batch, PAPER);
      assertThat(stats.firstRatioDeviation()).isLessThan(1e-5);
      assertThat(stats.firstKl()).isBetween(0.0, 1e-10);
      assertThat(stats.approximateKl()).isGreaterThan(stats.firstKl());
      assertThat(stats.epochs()).isEqualTo(5);
      assertThat(stats.update()).isEqualTo(1);
      assertThat(stats.entropy()).isBetween(1.0, Math.log(10));
      assertThat(stats.explainedVariance()).isBetween(-1.0, 0.2);
      assertThat(stats.criticGradientNorm()).isPositive();
    }
  }

  @Test
  void learnsWhichInvokerPays() {
    Random random = new Random(32);
    try (PpoUpdater updater = new PpoUpdater(start(26, 32), 1)) {
      double before = reward(updater.actor(), random);
      PpoSettings settings = PAPER.withLearningRate(2e-3);
      for (int i = 0; i < 60; i++) {
        updater.update(bandit(updater.actor(), random), settings);
      }
      assertThat(before).isLessThan(0.5);
      assertThat(reward(updater.actor(), random)).isGreaterThan(0.9);
    }
  }

  @Test
  void theCriticLearnsReturnsOfAnySize() {
    Random random = new Random(33);
    TrainingState start = start(26, 33);
    Batch.Builder steps = Batch.builder(26);
    for (int t = 0; t < 200; t++) {
      float[] rows = new float[4 * 26];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = (float) random.nextGaussian();
      }
      double busy = rows[0] + rows[26] + rows[52] + rows[78];
      steps.add(rows, 4, t % 4, Math.log(0.25), 0, -5_000 + 400 * busy);
    }
    Batch batch = steps.build();
    try (PpoUpdater updater = new PpoUpdater(start, 1)) {
      double first = updater.update(batch, PAPER.withLearningRate(2e-3)).explainedVariance();
      double last = first;
      for (int i = 0; i < 100; i++) {
        last = updater.update(batch, PAPER.withLearningRate(2e-3)).explainedVariance();
      }
      assertThat(first).isLessThan(0.2);
      assertThat(last).isGreaterThan(0.9);
      float[] row = java.util.Arrays.copyOf(batch.rows(), 4 * 26);
      double busy = row[0] + row[26] + row[52] + row[78];
      assertThat((double) updater.critic().mean(row, 4))
          .isCloseTo(-5_000 + 400 * busy, within(500.0));
    }
  }

  @Test
  void repeatsBitForBitAndGoesOnFromASavedState() {
    byte[] once = train(start(26, 34), 0, 6, 1).toBytes();
    assertThat(train(start(26, 34), 0, 6, 1).toBytes()).isEqualTo(once);
    TrainingState half = train(start(26, 34), 0, 3, 1);
    TrainingState resumed = TrainingState.parse(half.toBytes(), "state");
    assertThat(resumed.updates()).isEqualTo(3);
    assertThat(train(resumed, 3, 6, 1).toBytes()).isEqualTo(once);
    assertThat(train(start(26, 34), 0, 6, 2).toBytes()).isNotEqualTo(once);
  }

  @Test
  void stopsAtANumberThatIsNoneAndKeepsTheLastGoodNetworks() {
    TrainingState start = start(26, 35);
    Random random = new Random(35);
    Batch bad =
        Batch.builder(26)
            .add(new float[2 * 26], 2, 0, -200, -1, -10)
            .add(new float[2 * 26], 2, 1, -0.7, 1, -20)
            .build();
    try (PpoUpdater updater = new PpoUpdater(start, 1)) {
      updater.update(batch(start, 50, random), PAPER);
      byte[] good = updater.state().toBytes();
      assertThatThrownBy(() -> updater.update(bad, PAPER))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessage("update 2, epoch 1: policy loss is Infinity");
      assertThat(updater.state().toBytes()).isEqualTo(good);
      assertThat(updater.update(batch(updater.state(), 50, random), PAPER).update()).isEqualTo(2);
    }
  }

  @Test
  void namesTheWeightThatGrewWithoutBoundAndUndoesItsSteps() {
    TrainingState start = start(26, 36);
    PpoSettings wild = PAPER.withLearningRate(0.99);
    PpoSettings decaying =
        new PpoSettings(0.2, 50, 1, 0.99, 999, 0, 1, true, Double.POSITIVE_INFINITY, 0, true);
    try (PpoUpdater updater = new PpoUpdater(start, 1)) {
      updater.update(batch(start, 20, new Random(36)), wild);
      byte[] good = updater.state().toBytes();
      assertThatThrownBy(() -> updater.update(batch(start, 20, new Random(36)), decaying))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessageMatching("update 2, epoch \\d+: weight \\d+ of actor\\.0\\.weight is .*");
      assertThat(updater.state().toBytes()).isEqualTo(good);
    }
  }

  @Test
  void leavesTheCriticAloneWhenTold() {
    TrainingState start = start(26, 37);
    try (PpoUpdater updater = new PpoUpdater(start, 1)) {
      UpdateStats stats = updater.update(batch(start, 50, new Random(37)), PAPER.withCritic(false));
      assertThat(updater.critic().parameters()).isDeepEqualTo(start.criticNetwork().parameters());
      assertThat(updater.actor().parameters()[0])
          .isNotEqualTo(start.actorNetwork().parameters()[0]);
      assertThat(stats.valueLoss()).isNaN();
      assertThat(stats.explainedVariance()).isNaN();
      assertThat(stats.criticGradientNorm()).isNaN();
    }
  }

  @Test
  void stopsAtTheTargetDivergence() {
    TrainingState start = start(26, 38);
    PpoSettings settings =
        new PpoSettings(0.2, 5, 1, 1e-2, 0.01, 0, Double.POSITIVE_INFINITY, true, 0.01, 0, true);
    try (PpoUpdater updater = new PpoUpdater(start, 1)) {
      UpdateStats stats = updater.update(batch(start, 50, new Random(38)), settings);
      assertThat(stats.epochs()).isBetween(1, 4);
      assertThat(stats.approximateKl()).isGreaterThan(0.01);
    }
  }

  @Test
  void aTrainedModelSurvivesItsFileBitForBit(@TempDir Path folder) throws Exception {
    TrainingState trained = train(start(26, 39), 0, 3, 1);
    Model model =
        new Model(
            FeatureSchema.TABLE1,
            Scaler.identity(26),
            trained.actorNetwork(),
            trained.criticNetwork(),
            Map.of());
    Path file = folder.resolve("trained.safetensors");
    ModelFile.write(file, model);
    Model read = ModelFile.read(file);
    assertThat(read.actor().parameters()).isDeepEqualTo(trained.actorNetwork().parameters());
    assertThat(read.critic().parameters()).isDeepEqualTo(trained.criticNetwork().parameters());
  }

  /**
   * An updater that never closed its arrays grew by 1,144 MB here (measured); the JVM's own growth
   * beside the whole test suite was up to 145 MB.
   */
  @Test
  void givesNativeMemoryBack() throws Exception {
    TrainingState start = start(26, 40);
    Batch batch = batch(start, 20, new Random(40));
    try (PpoUpdater updater = new PpoUpdater(start, 1)) {
      for (int i = 0; i < 100; i++) {
        updater.update(batch, PAPER);
      }
      long before = nativeMb();
      for (int i = 0; i < 900; i++) {
        updater.update(batch, PAPER);
      }
      assertThat(nativeMb() - before).isLessThan(300);
    }
  }

  private static TrainingState train(TrainingState from, int first, int last, long seed) {
    PpoSettings settings =
        new PpoSettings(
            0.2, 3, 4, 1e-3, 0.01, 0.01, 0.5, true, Double.POSITIVE_INFINITY, 0.9, true);
    try (PpoUpdater updater = new PpoUpdater(from, seed)) {
      for (int i = first; i < last; i++) {
        updater.update(batch(updater.state(), 60, new Random(100 + i)), settings);
      }
      return updater.state();
    }
  }

  private static TrainingState start(int inputs, long seed) {
    Random random = new Random(seed);
    return TrainingState.of(
        ScoreNetwork.random(inputs, random::nextFloat),
        ScoreNetwork.random(inputs, random::nextFloat));
  }

  private static Batch batch(TrainingState state, int steps, Random random) {
    return RandomBatches.steps(state.actorNetwork(), steps, 8, 10, random).build();
  }

  /** Three invokers; the one whose column 7 is highest pays 1, the others nothing. */
  private static Batch bandit(ScoreNetwork actor, Random random) {
    Batch.Builder steps = Batch.builder(26);
    for (int t = 0; t < 128; t++) {
      float[] rows = new float[3 * 26];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = (float) random.nextGaussian();
      }
      int action = sample(actor, rows, random);
      double reward = action == best(rows) ? 1 : 0;
      double logProbability = RandomBatches.logProbability(actor, rows, 3, action);
      steps.add(rows, 3, action, logProbability, reward, reward);
    }
    return steps.build();
  }

  private static double reward(ScoreNetwork actor, Random random) {
    int right = 0;
    float[] scores = new float[3];
    for (int t = 0; t < 2_000; t++) {
      float[] rows = new float[3 * 26];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = (float) random.nextGaussian();
      }
      actor.forward(rows, 3, scores);
      int choice = scores[1] > scores[0] ? 1 : 0;
      choice = scores[2] > scores[choice] ? 2 : choice;
      right += choice == best(rows) ? 1 : 0;
    }
    return right / 2_000.0;
  }

  private static int best(float[] rows) {
    int best = rows[26 + 7] > rows[7] ? 1 : 0;
    return rows[52 + 7] > rows[26 * best + 7] ? 2 : best;
  }

  private static int sample(ScoreNetwork actor, float[] rows, Random random) {
    double draw = random.nextDouble();
    for (int c = 0; c < 2; c++) {
      draw -= Math.exp(RandomBatches.logProbability(actor, rows, 3, c));
      if (draw < 0) {
        return c;
      }
    }
    return 2;
  }

  /** Resident memory outside the Java heap, which is first made small. */
  private static long nativeMb() throws Exception {
    System.gc();
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        long residentMb = Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
        return residentMb - Runtime.getRuntime().totalMemory() / (1024 * 1024);
      }
    }
    throw new IllegalStateException("/proc/self/status names no VmRSS");
  }
}
