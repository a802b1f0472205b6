package io.faasrank.feature;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.ResourceMetric;

/**
 * Stage 4 of 12: turns a request and the cluster view into state rows (Fig. 2), one per candidate
 * invoker, in raw units with NaN for what is unknown. Allocates nothing; safe to share.
 */
public final class StateEncoder {

  private final FeatureSchema schema;

  public StateEncoder(FeatureSchema schema) {
    this.schema = schema;
  }

  public FeatureSchema schema() {
    return schema;
  }

  /**
   * Encodes the candidates.
   *
   * @param candidates invoker numbers, of which the first {@code count} are read
   * @param rows receives {@code count} rows of {@link FeatureSchema#width()} values, row after row
   */
  public void encode(ClusterView view, Action action, int[] candidates, int count, float[] rows) {
    int width = schema.width();
    float requestedMemory = action.memoryMb();
    float initSeconds = view.initSeconds(action);
    for (int c = 0, at = 0; c < count; c++, at += width) {
      int invoker = candidates[c];
      System.arraycopy(view.resources(invoker), 0, rows, at, ResourceMetric.COUNT);
      int i = at + ResourceMetric.COUNT;
      rows[i] = view.freeMemoryMb(invoker);
      rows[i + 1] = view.inflight(invoker);
      rows[i + 2] = view.idleWarm(invoker, action);
      rows[i + 3] = requestedMemory;
      rows[i + 4] = initSeconds;
    }
    if (schema == FeatureSchema.EXTENDED) {
      encodeExtension(view, action, candidates, count, rows);
    }
  }

  private void encodeExtension(
      ClusterView view, Action action, int[] candidates, int count, float[] rows) {
    float runSeconds = view.runSeconds(action);
    int width = schema.width();
    for (int c = 0; c < count; c++) {
      int invoker = candidates[c];
      int i = c * width + FeatureSchema.TABLE1.width();
      rows[i] = view.inflight(invoker, action);
      rows[i + 1] = runSeconds;
      rows[i + 2] = view.queued(invoker);
      rows[i + 3] = view.idleMemoryMb(invoker);
      rows[i + 4] = view.cores(invoker);
    }
  }
}
