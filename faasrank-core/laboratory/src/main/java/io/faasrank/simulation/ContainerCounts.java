package io.faasrank.simulation;

/** The containers that are really there, whatever the scheduler knows of them. */
public interface ContainerCounts {

  int invokers();

  int functions();

  /**
   * Containers of the first functions on the invoker: idle, working and being created.
   *
   * @param invoker from 0
   * @param first how many functions to count
   * @return by function; a new array
   */
  int[] containers(int invoker, int first);
}
