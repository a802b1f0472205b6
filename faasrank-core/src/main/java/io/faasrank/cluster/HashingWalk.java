package io.faasrank.cluster;

/**
 * The order in which OpenWhisk tries the invokers of a pool for one action: the home invoker, then
 * on by the action's own step, around the pool. Immutable.
 *
 * @param size number of invokers in the pool, at least 1
 * @param home position of the action's home invoker, 0 to {@code size - 1}
 * @param step coprime to the size, so that the walk visits every invoker once
 * @param inverse the x with {@code step * x = 1 (mod size)}
 */
public record HashingWalk(int size, int home, int step, int inverse) {

  /** Largest size whose square fits an int. */
  private static final int LARGEST_SHORT = 46_340;

  /**
   * How many steps lead from home to a position: the k, from 0 to {@code size - 1}, with {@code
   * home + k * step = position (mod size)}. Solved by the step's inverse instead of walking.
   */
  public int place(int position) {
    int difference = position - home;
    int ahead = difference < 0 ? difference + size : difference;
    // a short division where the product fits takes half the time
    return size <= LARGEST_SHORT ? ahead * inverse % size : (int) ((long) ahead * inverse % size);
  }

  /** The position that the walk tries after this one. */
  public int after(int position) {
    return (int) (((long) position + step) % size);
  }
}
