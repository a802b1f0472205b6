package io.faasrank.workload;

import java.util.List;

/**
 * A workload: functions and their arrivals in order of time. One workload is one episode.
 *
 * @param name for instance {@code M1}
 */
public record Workload(String name, List<FunctionProfile> functions, List<Arrival> arrivals) {

  public Workload {
    functions = List.copyOf(functions);
    arrivals = List.copyOf(arrivals);
    double last = 0;
    for (Arrival arrival : arrivals) {
      if (!(arrival.seconds() >= last) || !(arrival.durationFactor() > 0)) {
        throw new IllegalArgumentException(
            "workload " + name + " has a disordered or invalid arrival: " + arrival);
      }
      if (arrival.function() < 0 || arrival.function() >= functions.size()) {
        throw new IllegalArgumentException(
            "workload " + name + " has an arrival of an unknown function: " + arrival);
      }
      last = arrival.seconds();
    }
  }
}
