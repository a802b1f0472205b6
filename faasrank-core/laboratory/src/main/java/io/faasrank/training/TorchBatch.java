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
    rows = own(manager.create(batch.rows(), new Shape((long) steps * candidates, batch.width())));
    exclusion = own(manager.create(excluded, perCandidate));
    weights = own(manager.create(shares, perCandidate));
    actions = own(manager.create(chosen, new Shape(steps, 1)));
    oldLogProbabilities = own(manager.create(batch.logProbabilities()));
    advantages = own(manager.create(batch.advantages()));
    bounds = own(manager.create(bound));
    targets = own(manager.create(returnScale.scaled(batch.returns())));
  }

  /** The learner's weights as a leaf of the graph. */
  NDArray leaf(Learner learner) {
    NDArray leaf = own(manager.create(learner.weights()));
    leaf.setRequiresGradient(true);
    return leaf;
  }

  /**
   * A copy in memory of PyTorch's own. An array made from Java lies in a Java buffer, whose
   * alignment varies from run to run, and the order in which vectorised sums add up can depend on
   * that.
   */
  private static NDArray own(NDArray array) {
    try (array) {
      return array.duplicate();
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
