package io.faasrank.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.faasrank.model.ScoreNetwork;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards the loss: a wrong sign, a clip on the wrong side, padding that leaks in, a mean over the
 * wrong axis. The oracle is plain Java in double precision and central differences.
 */
class PpoGradientsTest {

  private static final double CLIP = 0.2;
  private static final int INPUTS = 5;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05})
  void gradientsAreThoseOfFiniteDifferences(double entropyBonus) {
    Random random = new Random(21);
    ScoreNetwork acting = ScoreNetwork.random(INPUTS, random::nextFloat);
    Batch batch = RandomBatches.steps(acting, 40, 1, 4, random).build();
    Learner actor = new Learner("actor", moved(acting, random));
    Learner critic = new Learner("critic", ScoreNetwork.random(INPUTS, random::nextFloat));
    ReturnScale scale = ReturnScale.of(batch.returns());
    PlainLosses plain = new PlainLosses(batch, CLIP, entropyBonus, scale);

    PpoGradients gradients = gradients(actor, critic, batch, entropyBonus);

    assertThat((double) gradients.policyLoss)
        .isCloseTo(plain.policyLoss(doubles(actor.weights())), within(1e-5));
    assertThat((double) gradients.valueLoss)
        .isCloseTo(plain.valueLoss(doubles(critic.weights())), within(1e-5));
    check(gradients.actorGradient, actor.weights(), plain::policyLoss);
    check(gradients.criticGradient, critic.weights(), plain::valueLoss);
  }

  /** Otherwise the test above would not have seen the clip. */
  @Test
  void theComparedBatchHasRatiosOnBothSidesOfTheClip() {
    Random random = new Random(21);
    ScoreNetwork acting = ScoreNetwork.random(INPUTS, random::nextFloat);
    Batch batch = RandomBatches.steps(acting, 40, 1, 4, random).build();
    Learner actor = new Learner("actor", moved(acting, random));
    PpoGradients gradients = gradients(actor, actor, batch, 0);
    int above = 0;
    int below = 0;
    int stopped = 0;
    for (int t = 0; t < 40; t++) {
      double ratio = Math.exp(gradients.logProbabilities[t] - batch.logProbabilities()[t]);
      above += ratio > 1 + CLIP ? 1 : 0;
      below += ratio < 1 - CLIP ? 1 : 0;
      boolean up = batch.advantages()[t] > 0;
      stopped += (up && ratio > 1 + CLIP) || (!up && ratio < 1 - CLIP) ? 1 : 0;
    }
    assertThat(above).isGreaterThan(3);
    assertThat(below).isGreaterThan(3);
    assertThat(stopped).isBetween(4, above + below - 4);
  }

  @Test
  void paddingHasNoInfluence() {
    Random random = new Random(22);
    ScoreNetwork network = ScoreNetwork.random(INPUTS, random::nextFloat);
    Batch.Builder steps = RandomBatches.steps(network, 50, 2, 4, random);
    Learner actor = new Learner("actor", moved(network, random));
    PpoGradients tight = gradients(actor, actor, steps.build(), 0.05);
    PpoGradients padded = gradients(actor, actor, steps.build(9), 0.05);
    assertThat(padded.policyLoss).isCloseTo(tight.policyLoss, within(1e-6f));
    assertThat(padded.entropy).isCloseTo(tight.entropy, within(1e-6f));
    assertThat(padded.actorGradient).containsExactly(tight.actorGradient, within(1e-6f));
    assertThat(padded.criticGradient).containsExactly(tight.criticGradient, within(1e-6f));
  }

  @Test
  void forwardAgreesWithTheServingNetwork() {
    Random random = new Random(23);
    ScoreNetwork network = ScoreNetwork.random(26, random::nextFloat);
    Batch batch = RandomBatches.steps(network, 300, 10, 10, random).build();
    float[] served = new float[3_000];
    network.forward(batch.rows(), 3_000, served);
    Learner learner = new Learner("actor", network);
    try (NDManager manager = TorchEngine.newManager();
        TorchBatch torch = new TorchBatch(manager, batch, ReturnScale.UNIT, CLIP)) {
      float[] trained =
          PpoGradients.scores(manager.create(learner.weights()), 26, torch).toFloatArray();
      assertThat(trained).containsExactly(served, within(1e-5f));
    }
  }

  @Test
  void aCriticThatIsLeftOutChangesNothingForTheActor() {
    Random random = new Random(24);
    ScoreNetwork network = ScoreNetwork.random(INPUTS, random::nextFloat);
    Batch batch = RandomBatches.steps(network, 50, 2, 4, random).build();
    Learner actor = new Learner("actor", network);
    PpoGradients with = gradients(actor, actor, batch, 0);
    try (NDManager manager = TorchEngine.newManager();
        TorchBatch torch = new TorchBatch(manager, batch, ReturnScale.UNIT, CLIP)) {
      PpoGradients without = PpoGradients.of(actor, null, torch, 0);
      assertThat(without.actorGradient).isEqualTo(with.actorGradient);
      assertThat(without.criticGradient).isEmpty();
      assertThat(without.valueLoss).isNaN();
    }
  }

  private static PpoGradients gradients(
      Learner actor, Learner critic, Batch batch, double entropyBonus) {
    ReturnScale scale = ReturnScale.of(batch.returns());
    try (NDManager manager = TorchEngine.newManager();
        TorchBatch torch = new TorchBatch(manager, batch, scale, CLIP)) {
      return PpoGradients.of(actor, critic, torch, entropyBonus);
    }
  }

  private static ScoreNetwork moved(ScoreNetwork network, Random random) {
    float[][] parameters = network.parameters();
    for (float[] parameter : parameters) {
      for (int i = 0; i < parameter.length; i++) {
        parameter[i] += 0.3f * (float) random.nextGaussian();
      }
    }
    return new ScoreNetwork(network.inputs(), parameters);
  }

  private static void check(float[] gradient, float[] weights, ToDoubleFunction<double[]> loss) {
    double[] at = doubles(weights);
    double largest = 0;
    for (int i = 0; i < at.length; i++) {
      double step = 1e-5;
      double weight = at[i];
      at[i] = weight + step;
      double up = loss.applyAsDouble(at);
      at[i] = weight - step;
      double down = loss.applyAsDouble(at);
      at[i] = weight;
      double expected = (up - down) / (2 * step);
      largest = Math.max(largest, Math.abs(expected));
      assertThat((double) gradient[i]).as("weight %d", i).isCloseTo(expected, within(2e-6));
    }
    assertThat(largest).isGreaterThan(1e-2);
  }

  private static double[] doubles(float[] values) {
    double[] copy = new double[values.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = values[i];
    }
    return copy;
  }
}
