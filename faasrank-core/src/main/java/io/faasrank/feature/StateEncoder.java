package io.faasrank.feature;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;

/**
 * Stage 4 of 12: turns a request and the cluster view into state rows (Fig. 2), one per candidate
 * invoker, in raw units with NaN for what is unknown. Allocates nothing; safe to share.
 *
 * <p>A column that is the same for all candidates is read once. What the schema writes in {@link
 * Bulk} is not read column by column.
 */
public final class StateEncoder {

  private final FeatureSchema schema;
  private final Feature[] columns;
  private final Bulk bulk;

  public StateEncoder(FeatureSchema schema) {
    this.schema = schema;
    this.columns = schema.features().toArray(Feature[]::new);
    this.bulk = schema.bulk();
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
    bulk.write(view, action, candidates, count, rows, width);
    for (int i = bulk.columns(); i < width; i++) {
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
}
