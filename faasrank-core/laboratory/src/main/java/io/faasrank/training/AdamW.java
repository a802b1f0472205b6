package io.faasrank.training;

/**
 * AdamW (Loshchilov and Hutter 2019) as PyTorch computes it: decay decoupled from the gradient,
 * bias correction before epsilon is added. DJL's own adds epsilon before the correction, which
 * shrinks first steps of tiny gradients sixteenfold. Plain Java, so that weights and moments stay
 * in float arrays between steps.
 */
final class AdamW {

  // PyTorch's defaults, which the paper uses.
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final float[] first;
  private final float[] second;
  private int steps;

  AdamW(int parameters) {
    this(new float[parameters], new float[parameters], 0);
  }

  AdamW(float[] first, float[] second, int steps) {
    this.first = first;
    this.second = second;
    this.steps = steps;
  }

  AdamW copy() {
    return new AdamW(first.clone(), second.clone(), steps);
  }

  float[] first() {
    return first;
  }

  float[] second() {
    return second;
  }

  int steps() {
    return steps;
  }

  /** Moves the weights one step against the gradient. */
  void step(float[] weights, float[] gradient, double learningRate, double weightDecay) {
    steps++;
    double rate = learningRate / (1 - Math.pow(BETA1, steps));
    double correction = Math.sqrt(1 - Math.pow(BETA2, steps));
    double keep = 1 - learningRate * weightDecay;
    for (int i = 0; i < weights.length; i++) {
      double g = gradient[i];
      first[i] = (float) (BETA1 * first[i] + (1 - BETA1) * g);
      second[i] = (float) (BETA2 * second[i] + (1 - BETA2) * g * g);
      double denominator = Math.sqrt(second[i]) / correction + EPSILON;
      weights[i] = (float) (keep * weights[i] - rate * first[i] / denominator);
    }
  }
}
