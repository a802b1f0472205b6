package io.faasrank.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import io.faasrank.model.ScoreNetwork;
import org.jspecify.annotations.Nullable;

/**
 * The losses of both networks over a batch and their gradients, by PyTorch: Eq. 4, 10 and 11 for
 * the actor, Eq. 5 and 7 for the critic.
 */
final class PpoGradients {

  float policyLoss;
  float valueLoss = Float.NaN;
  float entropy;
  float[] actorGradient = {};
  float[] criticGradient = {};

  /** Logarithm of the probability of each step's action. */
  float[] logProbabilities = {};

  /** Averaged baseline of each step, in scaled returns; empty without a critic. */
  float[] baselines = {};

  private PpoGradients() {}

  static PpoGradients of(
      Learner actor, @Nullable Learner critic, TorchBatch batch, double entropyBonus) {
    PpoGradients result = new PpoGradients();
    synchronized (TorchEngine.COLLECTING) {
      try (GradientCollector collector = TorchEngine.engine().newGradientCollector()) {
        NDArray actorWeights = batch.leaf(actor);
        NDArray loss =
            result.policyLoss(
                scores(actorWeights, actor.inputs(), batch), batch, (float) entropyBonus);
        if (critic == null) {
          collector.backward(loss);
        } else {
          NDArray criticWeights = batch.leaf(critic);
          NDArray outputs = scores(criticWeights, critic.inputs(), batch);
          collector.backward(loss.add(result.valueLoss(outputs, batch)));
          result.criticGradient = criticWeights.getGradient().toFloatArray();
        }
        result.actorGradient = actorWeights.getGradient().toFloatArray();
      }
    }
    return result;
  }

  /** The same with gradients and critic's loss times a factor; 1 leaves every bit. */
  PpoGradients times(float factor) {
    if (factor != 1) {
      scale(actorGradient, factor);
      scale(criticGradient, factor);
      valueLoss *= factor;
    }
    return this;
  }

  /** Adds the gradients and critic's loss of other steps times a factor. */
  PpoGradients plus(PpoGradients other, float factor) {
    other.times(factor);
    add(actorGradient, other.actorGradient);
    add(criticGradient, other.criticGradient);
    valueLoss += other.valueLoss;
    return this;
  }

  private static void scale(float[] values, float factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  private static void add(float[] values, float[] others) {
    for (int i = 0; i < values.length; i++) {
      values[i] += others[i];
    }
  }

  private NDArray policyLoss(NDArray scores, TorchBatch batch, float entropyBonus) {
    NDArray all = scores.add(batch.exclusion).logSoftmax(1);
    NDArray chosen = all.gather(batch.actions, 1).reshape(batch.steps);
    NDArray ratio = chosen.sub(batch.oldLogProbabilities).exp();
    NDArray loss = ratio.mul(batch.advantages).minimum(batch.bounds).mean().neg();
    NDArray meanEntropy = all.exp().mul(all).sum().div(-batch.steps);
    if (entropyBonus > 0) {
      loss = loss.sub(meanEntropy.mul(entropyBonus));
    }
    logProbabilities = chosen.toFloatArray();
    entropy = meanEntropy.getFloat();
    policyLoss = loss.getFloat();
    return loss;
  }

  private NDArray valueLoss(NDArray outputs, TorchBatch batch) {
    NDArray averaged = outputs.mul(batch.weights).sum(new int[] {1});
    NDArray loss = averaged.sub(batch.targets).square().mean();
    baselines = averaged.toFloatArray();
    valueLoss = loss.getFloat();
    return loss;
  }

  /** The network's outputs of all rows, {@code [steps, candidates]}. */
  static NDArray scores(NDArray flatWeights, int inputs, TorchBatch batch) {
    int tensors = ScoreNetwork.TENSOR_NAMES.size();
    long[] ends = new long[tensors - 1];
    long end = 0;
    for (int t = 0; t < ends.length; t++) {
      end += Learner.size(inputs, t);
      ends[t] = end;
    }
    NDList parts = flatWeights.split(ends);
    NDArray x = batch.rows;
    for (int t = 0; t < tensors; t += 2) {
      int[] shape = ScoreNetwork.shape(inputs, t);
      NDArray weight = parts.get(t).reshape(shape[0], shape[1]);
      x = Linear.linear(x, weight, parts.get(t + 1)).singletonOrThrow();
      x = t + 2 < tensors ? x.tanh() : x;
    }
    return x.reshape(new Shape(batch.steps, batch.candidates));
  }
}
