package io.faasrank.simulation;

/** A view that knows which activation is being decided on: the simulator's. */
public interface DecidedActivation {

  /** Its number in order of arrival, from 0. */
  int deciding();
}
