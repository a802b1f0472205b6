package io.faasrank.feature;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@link PaperColumns} by column: all are the invoker's own but for its containers and activations
 * of the action, and the action's own times and memory.
 */
final class PaperForm implements ColumnForm {

  private final int[] own;
  private final int[] shared;
  private final int[] mixed;

  PaperForm(List<Feature> columns) {
    mixed =
        IntStream.range(0, columns.size())
            .filter(i -> PaperColumns.MIXED.contains(columns.get(i).name()))
            .toArray();
    shared =
        IntStream.range(0, columns.size()).filter(i -> columns.get(i).source().shared()).toArray();
    own =
        IntStream.range(0, columns.size())
            .filter(i -> !columns.get(i).source().shared())
            .filter(i -> !PaperColumns.MIXED.contains(columns.get(i).name()))
            .toArray();
  }

  @Override
  public int[] own() {
    return own.clone();
  }

  @Override
  public int[] shared() {
    return shared.clone();
  }

  @Override
  public int[] mixed() {
    return mixed.clone();
  }

  @Override
  public int keptNumbers() {
    return 0;
  }

  @Override
  public void keep(ClusterView view, int position, BoundedColumns kept, int at) {}

  @Override
  public void write(
      ClusterView view,
      Action action,
      int first,
      int count,
      BoundedColumns kept,
      BoundedColumns values) {
    view.idleWarm(action, first, count, values.values(0));
    values.bound(0, 0, greatest(values.values(0), count));
    if (mixed.length > 1) {
      view.inflight(action, first, count, values.values(1));
      values.bound(1, 0, greatest(values.values(1), count));
    }
  }

  /** The greatest of some numbers that are not negative. */
  static float greatest(float[] numbers, int count) {
    float greatest = 0;
    for (int i = 0; i < count; i++) {
      if (numbers[i] > greatest) {
        greatest = numbers[i];
      }
    }
    return greatest;
  }
}
