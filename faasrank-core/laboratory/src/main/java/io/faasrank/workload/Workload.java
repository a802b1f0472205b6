package io.faasrank.workload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workload: functions and their arrivals in order of time. One workload is one episode.
 *
 * @param name for instance {@code M1}
 * @param clients whose calls the arrivals are, in their order but at the clients' times; null where
 *     arrivals come at their own times, whatever became of those before
 */
public record Workload(
    String name,
    List<FunctionProfile> functions,
    List<Arrival> arrivals,
    @Nullable Clients clients) {

  /** Arrivals at their own times. */
  public Workload(String name, List<FunctionProfile> functions, List<Arrival> arrivals) {
    this(name, functions, arrivals, null);
  }

  /** The same arrivals as calls of clients. */
  public Workload calledBy(Clients callers) {
    return new Workload(name, functions, arrivals, callers);
  }

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
