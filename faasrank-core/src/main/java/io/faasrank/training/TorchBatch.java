package io.faasrank.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** A batch in native memory; closing it frees all of it. */
final class TorchBatch implements AutoCloseable {

  /** Added to the score of padding: far enough to have probability 0, finite to have gradients. */
  private static final float EXCLUDED = -1e9f;

  final int steps;
  final int candidates;
  final NDArray rows;
  final NDArray exclusion;
  final NDArray weights;
  final NDArray actions;
  final NDArray oldLogProbabilities;
  final NDArray advantages;
  final NDArray bounds;
  final NDArray targets;
  private final NDManager manager;

  TorchBatch(NDManager parent, Batch batch, ReturnScale returnScale, double clip) {
    manager = parent.newSubManager();
    steps = batch.steps();
    candidates = batch.maxCandidates();
    Shape perCandidate = new Shape(steps, candidates);
    float[] excluded = new float[steps * candidates];
    float[] shares = new float[steps * candidates];
    long[] chosen = new long[steps];
    float[] bound = new float[steps];
    for (int t = 0; t < steps; t++) {
      int count = batch.counts()[t];
      for (int c = 0; c < candidates; c++) {
        excluded[t * candidates + c] = c < count ? 0f : EXCLUDED;
        shares[t * candidates + c] = c < count ? 1f / count : 0f;
      }
      chosen[t] = batch.actions()[t];
      float advantage = batch.advantages()[t];
      bound[t] = (float) (advantage >= 0 ? (1 + clip) * advantage : (1 - clip) * advantage);
    }
    rows = manager.create(batch.rows(), new Shape((long) steps * candidates, batch.width()));
    exclusion = manager.create(excluded, perCandidate);
    weights = manager.create(shares, perCandidate);
    actions = manager.create(chosen, new Shape(steps, 1));
    oldLogProbabilities = manager.create(batch.logProbabilities());
    advantages = manager.create(batch.advantages());
    bounds = manager.create(bound);
    targets = manager.create(returnScale.scaled(batch.returns()));
  }

  NDManager manager() {
    return manager;
  }

  @Override
  public void close() {
    manager.close();
  }
}
