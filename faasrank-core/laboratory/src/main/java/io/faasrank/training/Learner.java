package io.faasrank.training;

import io.faasrank.model.ScoreNetwork;
import java.util.Arrays;

/** One network in training: its parameters in one flat array, and its optimizer. */
final class Learner {

  private final String name;
  private final int inputs;
  private final float[] weights;
  private final AdamW optimizer;

  Learner(String name, ScoreNetwork network) {
    this(name, network, new AdamW(network.parameterCount()));
  }

  Learner(String name, ScoreNetwork network, AdamW optimizer) {
    this(name, network.inputs(), flatten(network), optimizer);
  }

  private Learner(String name, int inputs, float[] weights, AdamW optimizer) {
    this.name = name;
    this.inputs = inputs;
    this.weights = weights;
    this.optimizer = optimizer;
  }

  Learner copy() {
    return new Learner(name, inputs, weights.clone(), optimizer.copy());
  }

  String name() {
    return name;
  }

  int inputs() {
    return inputs;
  }

  float[] weights() {
    return weights;
  }

  AdamW optimizer() {
    return optimizer;
  }

  ScoreNetwork network() {
    return new ScoreNetwork(inputs, unflatten(inputs, weights));
  }

  /**
   * One optimizer step, the gradient first scaled down to the greatest norm.
   *
   * @param where said in the message when a number is none
   * @return the gradient's norm before
   */
  double step(float[] gradient, PpoSettings settings, String where) {
    double squares = 0;
    for (int i = 0; i < gradient.length; i++) {
      if (!Float.isFinite(gradient[i])) {
        throw diverged(where, "gradient", i, gradient[i]);
      }
      squares += (double) gradient[i] * gradient[i];
    }
    double norm = Math.sqrt(squares);
    if (norm > settings.maxGradientNorm()) {
      double factor = settings.maxGradientNorm() / norm;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = (float) (gradient[i] * factor);
      }
    }
    optimizer.step(weights, gradient, settings.learningRate(), settings.weightDecay());
    for (int i = 0; i < weights.length; i++) {
      if (!(Math.abs(weights[i]) <= ScoreNetwork.MAX_WEIGHT)) {
        throw diverged(where, "weight", i, weights[i]);
      }
    }
    return norm;
  }

  private TrainingDivergedException diverged(String where, String what, int at, float value) {
    int tensor = 0;
    int start = 0;
    while (at >= start + size(inputs, tensor)) {
      start += size(inputs, tensor);
      tensor++;
    }
    return new TrainingDivergedException(
        where
            + ": "
            + what
            + " "
            + (at - start)
            + " of "
            + name
            + "."
            + ScoreNetwork.TENSOR_NAMES.get(tensor)
            + " is "
            + value);
  }

  /** Number of values of a tensor. */
  static int size(int inputs, int tensor) {
    int size = 1;
    for (int length : ScoreNetwork.shape(inputs, tensor)) {
      size *= length;
    }
    return size;
  }

  /** Number of values of a network. */
  static int size(int inputs) {
    int total = 0;
    for (int t = 0; t < ScoreNetwork.TENSOR_NAMES.size(); t++) {
      total += size(inputs, t);
    }
    return total;
  }

  private static float[] flatten(ScoreNetwork network) {
    float[] flat = new float[network.parameterCount()];
    int at = 0;
    for (float[] parameter : network.parameters()) {
      System.arraycopy(parameter, 0, flat, at, parameter.length);
      at += parameter.length;
    }
    return flat;
  }

  /** The tensors of a flat array. */
  static float[][] unflatten(int inputs, float[] flat) {
    float[][] parameters = new float[ScoreNetwork.TENSOR_NAMES.size()][];
    int at = 0;
    for (int t = 0; t < parameters.length; t++) {
      parameters[t] = Arrays.copyOfRange(flat, at, at + size(inputs, t));
      at += parameters[t].length;
    }
    return parameters;
  }
}
