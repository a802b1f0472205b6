package io.faasrank.simulation;

/** The containers that are really there, whatever the scheduler knows of them. */
interface ContainerCounts {

  int invokers();

  int functions();

  /** Containers of the function on the invoker: idle, working and being created. */
  int containers(int invoker, int function);
}
