package io.faasrank.training;

import io.faasrank.model.ScoreNetwork;
import java.util.Random;

/** Batches of random rows, with actions drawn from an actor as a rollout would. */
final class RandomBatches {

  private RandomBatches() {}

  /** Steps of {@code minCandidates} to {@code maxCandidates}; returns around minus a thousand. */
  static Batch.Builder steps(
      ScoreNetwork actor, int steps, int minCandidates, int maxCandidates, Random random) {
    int width = actor.inputs();
    Batch.Builder batch = Batch.builder(width);
    for (int t = 0; t < steps; t++) {
      int count = minCandidates + random.nextInt(maxCandidates - minCandidates + 1);
      float[] rows = new float[count * width];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = (float) random.nextGaussian();
      }
      int action = random.nextInt(count);
      batch.add(
          rows,
          count,
          action,
          logProbability(actor, rows, count, action),
          random.nextGaussian(),
          -1_000 + 300 * random.nextGaussian());
    }
    return batch;
  }

  static double logProbability(ScoreNetwork actor, float[] rows, int count, int action) {
    float[] scores = new float[count];
    actor.forward(rows, count, scores);
    double max = Double.NEGATIVE_INFINITY;
    for (float score : scores) {
      max = Math.max(max, score);
    }
    double sum = 0;
    for (float score : scores) {
      sum += Math.exp(score - max);
    }
    return scores[action] - max - Math.log(sum);
  }
}
