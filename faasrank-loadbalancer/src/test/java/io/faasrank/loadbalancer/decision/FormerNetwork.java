package io.faasrank.loadbalancer.decision;

import io.faasrank.model.ScoreNetwork;

/**
 * The network's row by row pass as it was before the tangents of several rows were taken at once,
 * frozen for benchmarks that compare both in one run. Of one thread.
 */
final class FormerNetwork {

  private static final int HIDDEN1 = ScoreNetwork.HIDDEN1;
  private static final int HIDDEN2 = ScoreNetwork.HIDDEN2;
  private static final float CLAMP = 7.905311f;

  private final int inputs;
  private final float[][] parameters;
  private final float[][] columns1;
  private final float[][] columns2;
  private final float[] hidden1 = new float[HIDDEN1];
  private final float[] hidden2 = new float[HIDDEN2];

  FormerNetwork(ScoreNetwork network) {
    inputs = network.inputs();
    parameters = network.parameters();
    columns1 = transpose(parameters[0], HIDDEN1, inputs);
    columns2 = transpose(parameters[2], HIDDEN2, HIDDEN1);
  }

  void forward(float[] rows, int count, float[] scores) {
    for (int r = 0; r < count; r++) {
      scores[r] = score(rows, r * inputs);
    }
  }

  private float score(float[] rows, int at) {
    System.arraycopy(parameters[1], 0, hidden1, 0, HIDDEN1);
    int i = 0;
    for (; i + 3 < inputs; i += 4) {
      addMultiples(
          hidden1,
          columns1[i],
          rows[at + i],
          columns1[i + 1],
          rows[at + i + 1],
          columns1[i + 2],
          rows[at + i + 2],
          columns1[i + 3],
          rows[at + i + 3]);
    }
    for (; i + 1 < inputs; i += 2) {
      addMultiples(hidden1, columns1[i], rows[at + i], columns1[i + 1], rows[at + i + 1]);
    }
    if (i < inputs) {
      addMultiples(hidden1, columns1[i], rows[at + i], columns1[i], 0f);
    }
    tangents(hidden1, HIDDEN1);
    System.arraycopy(parameters[3], 0, hidden2, 0, HIDDEN2);
    for (int j = 0; j < HIDDEN1; j += 4) {
      addMultiples(
          hidden2,
          columns2[j],
          hidden1[j],
          columns2[j + 1],
          hidden1[j + 1],
          columns2[j + 2],
          hidden1[j + 2],
          columns2[j + 3],
          hidden1[j + 3]);
    }
    tangents(hidden2, HIDDEN2);
    float[] last = parameters[4];
    float score = parameters[5][0];
    for (int j = 0; j < HIDDEN2; j++) {
      score += last[j] * hidden2[j];
    }
    return score;
  }

  private static void tangents(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = tangent(values[i]);
    }
  }

  private static float tangent(float value) {
    float x = Math.max(-CLAMP, Math.min(CLAMP, value));
    float s = x * x;
    float p =
        x
            * (0.0048935246f
                + s
                    * (6.3726195e-4f
                        + s
                            * (1.48572235e-5f
                                + s
                                    * (5.1222973e-8f
                                        + s
                                            * (-8.604672e-11f
                                                + s * (2.000188e-13f + s * -2.7607684e-16f))))));
    return p / (0.004893525f + s * (0.0022684347f + s * (1.1853471e-4f + s * 1.1982584e-6f)));
  }

  private static void addMultiples(
      float[] sums,
      float[] a,
      float x,
      float[] b,
      float y,
      float[] c,
      float z,
      float[] d,
      float w) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] = (sums[j] + (x * a[j] + y * b[j])) + (z * c[j] + w * d[j]);
    }
  }

  private static void addMultiples(float[] sums, float[] a, float x, float[] b, float y) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += x * a[j] + y * b[j];
    }
  }

  private static float[][] transpose(float[] weight, int outputs, int inputs) {
    float[][] columns = new float[inputs][outputs];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        columns[i][o] = weight[o * inputs + i];
      }
    }
    return columns;
  }
}
