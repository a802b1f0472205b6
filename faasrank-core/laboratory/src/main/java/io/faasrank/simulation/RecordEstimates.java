package io.faasrank.simulation;

import io.faasrank.workload.BalancerRecord;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.RecordedCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a {@link BalancerRecord} says of its functions and invokers, estimated from all of its calls
 * whoever placed them. Nothing here looks at how balancers compare.
 *
 * @param functions as they seem on an idle invoker, named as actions of {@link #NAMESPACE}
 * @param calls of each, a measure of how often it is called
 * @param creationSeconds of a container on each invoker when it creates no other
 * @param homes invoker to which the balancers that walk a hash ring send a function first, by
 *     function; where known
 */
record RecordEstimates(
    List<FunctionProfile> functions,
    List<Integer> calls,
    List<Double> creationSeconds,
    Map<Integer, Integer> homes) {

  /** The record's user, by the scripts of its repository; decides where stock hashing begins. */
  private static final String NAMESPACE = "afuerst";

  /** As above for cold calls, which wait for the disk more often. */
  private static final double COLD_QUANTILE = 0.1;

  /** What creating a container takes at least: of the record's invokers, in their logs. */
  private static final double LEAST_CREATION_SECONDS = 0.5;

  /** Shortest time measured. */
  private static final double LEAST_SECONDS = 0.001;

  /** So long from the start of a run loads are low and functions are sent to their homes. */
  private static final double QUIET_SECONDS = 60;

  static RecordEstimates of(BalancerRecord record, double warmQuantile) {
    Map<String, List<RecordedCall>> byFunction = grouped(record.calls(), RecordedCall::function);
    List<FunctionProfile> functions = new ArrayList<>();
    Map<String, FunctionProfile> byName = new TreeMap<>();
    byFunction.forEach(
        (name, calls) -> {
          FunctionProfile function = function(name, calls, warmQuantile);
          functions.add(function);
          byName.put(name, function);
        });
    int last = record.calls().stream().mapToInt(RecordedCall::invoker).max().orElse(0);
    List<Double> creation = new ArrayList<>();
    for (int i = 0; i <= Math.max(0, last); i++) {
      creation.add(creationSeconds(record.calls(), i, byName));
    }
    return new RecordEstimates(
        functions,
        byFunction.values().stream().map(List::size).toList(),
        creation,
        homes(byFunction));
  }

  private static FunctionProfile function(
      String name, List<RecordedCall> calls, double warmQuantile) {
    double warm =
        Math.max(LEAST_SECONDS, quantile(latencies(calls, false), warmQuantile, LEAST_SECONDS));
    double cold = quantile(latencies(calls, true), COLD_QUANTILE, warm + LEAST_CREATION_SECONDS);
    return FunctionProfile.named(NAMESPACE + "/" + name)
        .memoryMb(calls.get(0).memoryMb())
        .warmSeconds(warm)
        .initSeconds(Math.max(0, cold - warm - LEAST_CREATION_SECONDS))
        .build();
  }

  private static double[] latencies(List<RecordedCall> calls, boolean cold) {
    return calls.stream()
        .filter(call -> call.cold() == cold)
        .mapToDouble(RecordedCall::latencySeconds)
        .sorted()
        .toArray();
  }

  private static double quantile(double[] sorted, double share, double otherwise) {
    return sorted.length == 0 ? otherwise : sorted[(int) (share * sorted.length)];
  }

  /**
   * What a creation takes on an invoker that creates one at a time: the time it was creating
   * anything, by the number of its creations (the utilisation law). It is looked for in the half of
   * the runs in which the invoker's warm calls were slowed least, since there cold calls waited for
   * the disk and not for cores.
   */
  private static double creationSeconds(
      List<RecordedCall> calls, int invoker, Map<String, FunctionProfile> functions) {
    List<RecordedCall> here = calls.stream().filter(call -> call.invoker() == invoker).toList();
    List<List<RecordedCall>> runs =
        grouped(here, call -> call.clients() + call.balancer()).values().stream()
            .sorted(Comparator.comparingDouble(run -> slowed(run, functions)))
            .toList();
    double busy = 0;
    int created = 0;
    for (List<RecordedCall> run : runs.subList(0, (runs.size() + 1) / 2)) {
      List<RecordedCall> cold = run.stream().filter(RecordedCall::cold).toList();
      busy += busySeconds(cold, functions);
      created += cold.size();
    }
    return created == 0 ? LEAST_CREATION_SECONDS : Math.max(LEAST_CREATION_SECONDS, busy / created);
  }

  /** Latency of warm calls, in the mean relative to that on an idle invoker. */
  private static double slowed(List<RecordedCall> run, Map<String, FunctionProfile> functions) {
    return run.stream()
        .filter(call -> !call.cold())
        .mapToDouble(call -> call.latencySeconds() / function(functions, call).warmSeconds())
        .average()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** How long at least one of the calls waited for its container. */
  private static double busySeconds(
      List<RecordedCall> cold, Map<String, FunctionProfile> functions) {
    double busy = 0;
    double until = 0;
    for (RecordedCall call :
        cold.stream().sorted(Comparator.comparingDouble(RecordedCall::seconds)).toList()) {
      FunctionProfile function = function(functions, call);
      double created = call.answeredSeconds() - function.warmSeconds() - function.initSeconds();
      busy += Math.max(0, created - Math.max(until, call.seconds()));
      until = Math.max(until, created);
    }
    return busy;
  }

  private static FunctionProfile function(
      Map<String, FunctionProfile> functions, RecordedCall call) {
    return Objects.requireNonNull(functions.get(call.function()), "every function has calls");
  }

  /** Where most early calls went that neither stock hashing nor a rotation placed. */
  private static Map<Integer, Integer> homes(Map<String, List<RecordedCall>> byFunction) {
    Map<Integer, Integer> homes = new HashMap<>();
    int function = 0;
    for (List<RecordedCall> calls : byFunction.values()) {
      Map<Integer, List<RecordedCall>> byInvoker =
          grouped(
              calls.stream()
                  .filter(call -> call.seconds() < QUIET_SECONDS && call.invoker() >= 0)
                  .filter(call -> RecordedBalancer.walksARing(call.balancer()))
                  .toList(),
              RecordedCall::invoker);
      int most = 0;
      for (Map.Entry<Integer, List<RecordedCall>> there : byInvoker.entrySet()) {
        if (there.getValue().size() > most) {
          most = there.getValue().size();
          homes.put(function, there.getKey());
        }
      }
      function++;
    }
    return homes;
  }

  private static <K extends Comparable<K>> Map<K, List<RecordedCall>> grouped(
      List<RecordedCall> calls, Function<RecordedCall, K> key) {
    return calls.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
  }
}
