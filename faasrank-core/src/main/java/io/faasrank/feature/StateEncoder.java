package io.faasrank.feature;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.ResourceMetric;
import java.util.List;

/**
 * Stage 4 of 12: turns a request and the cluster view into state rows (Fig. 2), one per candidate
 * invoker, in raw units with NaN for what is unknown. Allocates nothing; safe to share.
 *
 * <p>A column that is the same for all candidates is read once. Where a schema begins with the
 * resource metrics in their order, they are copied at once: they lie side by side in the view.
 */
public final class StateEncoder {

  private final FeatureSchema schema;
  private final Feature[] columns;
  private final int copied;

  public StateEncoder(FeatureSchema schema) {
    this.schema = schema;
    this.columns = schema.features().toArray(Feature[]::new);
    this.copied = leadingMetrics(schema.features());
  }

  public FeatureSchema schema() {
    return schema;
  }

  /**
   * Encodes the candidates.
   *
   * @param candidates positions of invokers, of which the first {@code count} are read
   * @param rows receives {@code count} rows of {@link FeatureSchema#width()} values, row after row
   */
  public void encode(ClusterView view, Action action, int[] candidates, int count, float[] rows) {
    if (count == 0) {
      return;
    }
    int width = columns.length;
    if (copied > 0) {
      for (int c = 0, at = 0; c < count; c++, at += width) {
        System.arraycopy(view.resources(candidates[c]), 0, rows, at, copied);
      }
    }
    for (int i = copied; i < width; i++) {
      Feature.Reader reader = columns[i].reader();
      if (columns[i].source().shared()) {
        float value = reader.read(view, candidates[0], action);
        for (int c = 0, at = i; c < count; c++, at += width) {
          rows[at] = value;
        }
      } else {
        for (int c = 0, at = i; c < count; c++, at += width) {
          rows[at] = reader.read(view, candidates[c], action);
        }
      }
    }
  }

  /** How many columns, from the first on, are the resource metrics in the order of the view. */
  private static int leadingMetrics(List<Feature> columns) {
    ResourceMetric[] metrics = ResourceMetric.values();
    int leading = 0;
    while (leading < Math.min(metrics.length, columns.size())
        && columns.get(leading).name().equals(metrics[leading].metricName())) {
      leading++;
    }
    return leading;
  }
}
