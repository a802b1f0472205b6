package io.faasrank.training;

import io.faasrank.model.ScoreNetwork;

/** Eq. 4, 5, 7, 10 and 11 written down naively in double precision, to check PyTorch's against. */
final class PlainLosses {

  private final Batch batch;
  private final double clip;
  private final double entropyBonus;
  private final ReturnScale scale;

  PlainLosses(Batch batch, double clip, double entropyBonus, ReturnScale scale) {
    this.batch = batch;
    this.clip = clip;
    this.entropyBonus = entropyBonus;
    this.scale = scale;
  }

  double policyLoss(double[] weights) {
    double sum = 0;
    for (int t = 0; t < batch.steps(); t++) {
      int count = batch.counts()[t];
      double[] p = new double[count];
      double total = 0;
      for (int c = 0; c < count; c++) {
        p[c] = Math.exp(score(weights, t, c));
        total += p[c];
      }
      double entropy = 0;
      for (int c = 0; c < count; c++) {
        p[c] /= total;
        entropy -= p[c] * Math.log(p[c]);
      }
      double ratio = p[batch.actions()[t]] / Math.exp(batch.logProbabilities()[t]);
      double advantage = batch.advantages()[t];
      double clipped = Math.max(1 - clip, Math.min(1 + clip, ratio));
      sum += Math.min(ratio * advantage, clipped * advantage) + entropyBonus * entropy;
    }
    return -sum / batch.steps();
  }

  double valueLoss(double[] weights) {
    double sum = 0;
    for (int t = 0; t < batch.steps(); t++) {
      int count = batch.counts()[t];
      double baseline = 0;
      for (int c = 0; c < count; c++) {
        baseline += score(weights, t, c) / count;
      }
      double target = (batch.returns()[t] - scale.shift()) / scale.scale();
      sum += Math.pow(baseline - target, 2);
    }
    return sum / batch.steps();
  }

  double score(double[] weights, int step, int candidate) {
    int width = batch.width();
    double[] x = new double[width];
    int start = (step * batch.maxCandidates() + candidate) * width;
    for (int i = 0; i < width; i++) {
      x[i] = batch.rows()[start + i];
    }
    int at = 0;
    int[] outputs = {ScoreNetwork.HIDDEN1, ScoreNetwork.HIDDEN2, 1};
    for (int layer = 0; layer < 3; layer++) {
      double[] y = new double[outputs[layer]];
      int bias = at + y.length * x.length;
      for (int o = 0; o < y.length; o++) {
        y[o] = weights[bias + o];
        for (int i = 0; i < x.length; i++) {
          y[o] += weights[at + o * x.length + i] * x[i];
        }
        y[o] = layer < 2 ? Math.tanh(y[o]) : y[o];
      }
      at = bias + y.length;
      x = y;
    }
    return x[0];
  }
}
