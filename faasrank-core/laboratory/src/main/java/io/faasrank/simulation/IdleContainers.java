package io.faasrank.simulation;

import java.util.Arrays;

/**
 * The idle warm containers of one invoker, least recently used first, as OpenWhisk's free pool.
 * Kept in arrays: an invoker holds few containers, and their order is the order of eviction.
 */
final class IdleContainers {

  private int[] countByFunction;
  private int[] functions = new int[8];
  private double[] idleSince = new double[8];
  private int size;

  IdleContainers(int functionCount) {
    countByFunction = new int[functionCount];
  }

  IdleContainers(IdleContainers other) {
    countByFunction = other.countByFunction.clone();
    functions = other.functions.clone();
    idleSince = other.idleSince.clone();
    size = other.size;
  }

  /** Makes room for functions with numbers below the count. */
  void growTo(int functionCount) {
    countByFunction = Arrays.copyOf(countByFunction, functionCount);
  }

  int count(int function) {
    return countByFunction[function];
  }

  /** Adds a container that has just become idle: the most recently used. */
  void add(int function, double now) {
    if (size == functions.length) {
      functions = Arrays.copyOf(functions, size * 2);
      idleSince = Arrays.copyOf(idleSince, size * 2);
    }
    functions[size] = function;
    idleSince[size++] = now;
    countByFunction[function]++;
  }

  /**
   * Takes the most recently used container of the function.
   *
   * @return since when it was idle; NaN when there is none
   */
  double take(int function) {
    if (countByFunction[function] == 0) {
      return Double.NaN;
    }
    int at = size - 1;
    while (functions[at] != function) {
      at--;
    }
    double since = idleSince[at];
    removeAt(at);
    return since;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Since when the least recently used container has been idle; infinite when there is none. */
  double oldestIdleSince() {
    return size == 0 ? Double.POSITIVE_INFINITY : idleSince[0];
  }

  /** Removes the least recently used container and returns its function. */
  int removeOldest() {
    int function = functions[0];
    removeAt(0);
    return function;
  }

  private void removeAt(int at) {
    countByFunction[functions[at]]--;
    size--;
    System.arraycopy(functions, at + 1, functions, at, size - at);
    System.arraycopy(idleSince, at + 1, idleSince, at, size - at);
  }
}
