package io.faasrank.workload;

/**
 * One invocation of a record.
 *
 * @param arrival seconds since the start of the record; negative if it began before
 * @param function which function, by its place in the record's list
 * @param seconds how long it ran, positive
 */
public record Invocation(double arrival, int function, double seconds) {

  /** Shortest run time kept: 1 ms, the resolution of OpenWhisk's records. */
  static final double LEAST_SECONDS = 0.001;
}
