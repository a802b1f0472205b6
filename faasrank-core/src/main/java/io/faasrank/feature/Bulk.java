package io.faasrank.feature;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.ResourceMetric;

/**
 * Writes the first columns of a schema at once, for speed: the same values, bit for bit, as their
 * readers give one by one. Columns behind them are read by their readers.
 */
interface Bulk {

  /** The resource metrics in their order: they lie side by side in a view. */
  Bulk RESOURCES =
      new Bulk() {
        @Override
        public int columns() {
          return ResourceMetric.COUNT;
        }

        @Override
        public void write(
            ClusterView view, Action action, int[] candidates, int count, float[] rows, int width) {
          for (int c = 0, at = 0; c < count; c++, at += width) {
            System.arraycopy(view.resources(candidates[c]), 0, rows, at, ResourceMetric.COUNT);
          }
        }
      };

  /** How many columns it writes. */
  int columns();

  /**
   * Writes them of all candidates; allocates nothing.
   *
   * @param candidates positions of invokers, of which the first {@code count} are read
   * @param rows receives them, in rows of {@code width} values
   */
  void write(ClusterView view, Action action, int[] candidates, int count, float[] rows, int width);
}
