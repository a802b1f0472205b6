package io.faasrank.feature;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;

/**
 * A schema column by column, for many invokers at once. Its columns are of three kinds: those of
 * the invoker alone change when the invoker does; those that all candidates share are read once a
 * decision; the mixed ones, of an invoker and an action or the cluster, are written for a block of
 * invokers at each decision, from numbers that were kept of each. Values are those of the columns'
 * readers but for rounding: a logarithm of a ratio may be the difference of two logarithms.
 */
public interface ColumnForm {

  /** Indices of the columns of the invoker alone. */
  int[] own();

  /** Indices of the columns that all candidates share. */
  int[] shared();

  /** Indices of the mixed columns, whose values are always numbers. */
  int[] mixed();

  /** How many numbers are kept of an invoker to write the mixed columns. */
  int keptNumbers();

  /**
   * Keeps them.
   *
   * @param kept columns of one block, one for each number
   * @param at the invoker's place in the block
   */
  void keep(ClusterView view, int position, BoundedColumns kept, int at);

  /**
   * Writes the mixed columns, in raw units, and between what they lie. Where both bounds are the
   * same, all values are.
   *
   * @param first position of the block's first invoker
   * @param count how many invokers of the block the view has
   * @param kept what was kept of them
   * @param values receives the columns in the order of {@link #mixed}
   */
  void write(
      ClusterView view,
      Action action,
      int first,
      int count,
      BoundedColumns kept,
      BoundedColumns values);
}
