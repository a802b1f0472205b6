package io.faasrank.training;

import io.faasrank.model.ScoreNetwork;

/**
 * Unit in which the critic learns. Returns run to minus thousands of seconds, far for a network
 * that starts near zero and steps by 0.0002; so the critic learns (return - shift) / scale, and its
 * exported weights undo that. The paper is silent; chosen: mean and deviation of the first batch's
 * returns, then fixed, so that the critic's target stays the same.
 *
 * @param shift return that the critic sees as 0
 * @param scale return difference that it sees as 1; positive
 */
record ReturnScale(float shift, float scale) {

  static final ReturnScale UNIT = new ReturnScale(0f, 1f);

  /** Mean and deviation of the returns; scale 1 where they do not vary. */
  static ReturnScale of(float[] returns) {
    double mean = 0;
    for (float value : returns) {
      mean += value / (double) returns.length;
    }
    double variance = 0;
    for (float value : returns) {
      variance += (value - mean) * (value - mean) / returns.length;
    }
    float deviation = (float) Math.sqrt(variance);
    return new ReturnScale((float) mean, deviation > 1e-6f ? deviation : 1f);
  }

  float[] scaled(float[] returns) {
    float[] scaled = new float[returns.length];
    for (int t = 0; t < scaled.length; t++) {
      scaled[t] = (returns[t] - shift) / scale;
    }
    return scaled;
  }

  /** The network whose outputs are in the unit of the return. */
  ScoreNetwork unscaled(ScoreNetwork critic) {
    float[][] parameters = critic.parameters();
    for (int i = 0; i < parameters[4].length; i++) {
      parameters[4][i] *= scale;
    }
    parameters[5][0] = parameters[5][0] * scale + shift;
    return new ScoreNetwork(critic.inputs(), parameters);
  }
}
