package io.faasrank.cluster;

/**
 * Which invokers of a {@link ClusterView} have changed, for whoever keeps what he worked out of
 * them. What belongs to an action is apart: its counts on an invoker change without a new number.
 * Like its view for one thread; it stands still between two changes of the view.
 */
public interface InvokerChanges {

  /**
   * Stands for which invoker of what memory has which position. Where it is another object than
   * before, nothing that was kept is of use.
   */
  Object layout();

  /**
   * By position, a number that differs from the one before when anything may have changed that the
   * view tells of the invoker alone. The array is the view's own; the first {@link
   * ClusterView#size()} are valid.
   */
  int[] numbers();
}
