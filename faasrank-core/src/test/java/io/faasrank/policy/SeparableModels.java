package io.faasrank.policy;

import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.Scaler;
import io.faasrank.model.Model;
import io.faasrank.model.ScoreNetwork;
import java.util.Map;

/**
 * Models whose score can be computed by hand: the sum over some columns of a factor times {@code
 * tanh(tanh(x))} of the scaled value x.
 */
final class SeparableModels {

  private SeparableModels() {}

  /** A model of Table I; columns and factors at most as many as the second hidden layer has. */
  static Model of(Scaler scaler, int[] columns, float[] factors) {
    int width = FeatureSchema.TABLE1.width();
    float[][] parameters = {
      new float[ScoreNetwork.HIDDEN1 * width],
      new float[ScoreNetwork.HIDDEN1],
      new float[ScoreNetwork.HIDDEN2 * ScoreNetwork.HIDDEN1],
      new float[ScoreNetwork.HIDDEN2],
      new float[ScoreNetwork.HIDDEN2],
      new float[1]
    };
    for (int j = 0; j < columns.length; j++) {
      parameters[0][j * width + columns[j]] = 1;
      parameters[2][j * ScoreNetwork.HIDDEN1 + j] = 1;
      parameters[4][j] = factors[j];
    }
    ScoreNetwork network = new ScoreNetwork(width, parameters);
    return new Model(FeatureSchema.TABLE1, scaler, network, network, Map.of());
  }

  /** What one unit of factor 1 gives. */
  static float term(double scaled) {
    return (float) Math.tanh(Math.tanh(scaled));
  }
}
