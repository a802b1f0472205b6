package io.faasrank.testbed.demo;

import io.faasrank.model.Model;
import io.faasrank.model.ScoreNetwork;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Models that are bad on purpose. */
final class HurtModel {

  private HurtModel() {}

  /**
   * A model whose weights are blurred.
   *
   * @param strength standard deviation of what is added to each weight, relative to the root mean
   *     square of its tensor
   */
  static Model blurred(Model model, double strength, RandomGenerator random) {
    float[][] parameters = model.actor().parameters();
    for (float[] tensor : parameters) {
      double squares = 0;
      for (float weight : tensor) {
        squares += (double) weight * weight / tensor.length;
      }
      for (int i = 0; i < tensor.length; i++) {
        tensor[i] += (float) (strength * Math.sqrt(squares) * random.nextGaussian());
      }
    }
    return with(model, parameters, "blurred on purpose");
  }

  /** A model that likes best what the other likes least. */
  static Model reversed(Model model) {
    float[][] parameters = model.actor().parameters();
    for (int tensor = parameters.length - 2; tensor < parameters.length; tensor++) {
      for (int i = 0; i < parameters[tensor].length; i++) {
        parameters[tensor][i] = -parameters[tensor][i];
      }
    }
    return with(model, parameters, "reversed on purpose");
  }

  private static Model with(Model model, float[][] parameters, String what) {
    return new Model(
        model.schema(),
        model.scaler(),
        new ScoreNetwork(model.actor().inputs(), parameters),
        model.critic(),
        Map.of("data", what));
  }
}
