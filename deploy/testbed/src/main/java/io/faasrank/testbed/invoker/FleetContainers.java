package io.faasrank.testbed.invoker;

import io.faasrank.cluster.ActionReport;
import io.faasrank.cluster.ContainerReport;
import io.faasrank.simulation.ContainerCounts;
import io.faasrank.workload.FunctionProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The containers of a fleet by function of a workload, whose action is named as the function,
 * behind a namespace or a package. For one thread.
 */
public final class FleetContainers implements ContainerCounts {

  private static final int OTHER = -1;

  private final EmulatedInvokers fleet;
  private final List<FunctionProfile> functions;
  private final Map<String, Integer> numbers = new HashMap<>();

  public FleetContainers(EmulatedInvokers fleet, List<FunctionProfile> functions) {
    this.fleet = fleet;
    this.functions = List.copyOf(functions);
  }

  @Override
  public int invokers() {
    return fleet.invokers().size();
  }

  @Override
  public int functions() {
    return functions.size();
  }

  @Override
  public int[] containers(int invoker, int first) {
    int[] counts = new int[first];
    ContainerReport report = fleet.invokers().get(invoker).containers();
    if (report != null) {
      for (ActionReport action : report.actions()) {
        int number = numbers.computeIfAbsent(action.name(), this::number);
        if (number != OTHER && number < first) {
          Integer running = action.running();
          counts[number] += action.idleWarm() + (running == null ? 0 : running);
        }
      }
    }
    return counts;
  }

  private int number(String action) {
    return IntStream.range(0, functions.size())
        .filter(f -> action.endsWith("/" + functions.get(f).name()))
        .findFirst()
        .orElse(OTHER);
  }
}
