package io.faasrank.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * Invocations as they were recorded: all of them, or windows of so many that follow one another. A
 * repetition is a window from a random invocation on, which then arrives at 0. Replays are equal,
 * since nothing of a record is drawn.
 */
public final class RecordedWorkloads implements WorkloadSource {

  private final String name;
  private final List<FunctionProfile> functions;
  private final List<Invocation> invocations;
  private final int window;
  private final long seed;

  /**
   * @param invocations in order of arrival, at least one; the functions by their place in the list
   * @param window invocations of a workload; 0 for all of them, as are more than there are
   */
  RecordedWorkloads(
      String name,
      List<FunctionProfile> functions,
      List<Invocation> invocations,
      int window,
      long seed) {
    this.name = name;
    this.functions = functions;
    this.invocations = invocations;
    this.window = window;
    this.seed = seed;
  }

  /** Windows of a log. */
  public static RecordedWorkloads of(InvocationLog log, int window, long seed) {
    return new RecordedWorkloads(log.name(), log.profiles(), log.invocations(), window, seed);
  }

  /**
   * Windows of a trace that has its invocations one by one, of the functions of a split in a span
   * of time, with their own durations.
   *
   * @throws InvalidInputException if there are no such invocations
   */
  public static RecordedWorkloads of(
      Trace trace, String name, Split split, TimeSpan span, int window, long seed) {
    List<FunctionProfile> functions = new ArrayList<>();
    int[] places = new int[trace.functions().size()];
    for (int f = 0; f < places.length; f++) {
      TraceFunction function = trace.functions().get(f);
      places[f] = split.contains(function.hash()) ? functions.size() : -1;
      if (places[f] >= 0) {
        functions.add(TraceCosts.profile(function, function.hash()));
      }
    }
    List<Invocation> kept = new ArrayList<>();
    for (Invocation each : trace.invocations()) {
      int place = places[each.function()];
      if (place >= 0 && span.contains(each.arrival())) {
        kept.add(new Invocation(each.arrival() - span.origin(), place, each.seconds()));
      }
    }
    if (kept.isEmpty()) {
      throw new InvalidInputException(
          String.format(
              "trace %s, split %s: expected at least one invocation%s, found none",
              trace.folder(), split, span.afterwards()));
    }
    return new RecordedWorkloads(name, functions, kept, window, seed);
  }

  /** The same of a part of the invocations only, of which at least one is left. */
  public RecordedWorkloads part(RecordPart part) {
    int from = Math.min(invocations.size() - 1, (int) (part.from() * invocations.size()));
    int to = Math.max(from + 1, (int) (part.to() * invocations.size()));
    return new RecordedWorkloads(name, functions, invocations.subList(from, to), window, seed);
  }

  /** The functions, by the index that arrivals carry. */
  public List<FunctionProfile> functions() {
    return functions;
  }

  @Override
  public Workload workload(String workload, int repetition, int replay) {
    int n = invocations.size();
    boolean all = window == 0 || window >= n;
    int from = all ? 0 : Seeds.generator(seed, Seeds.key(name), repetition).nextInt(n - window + 1);
    List<Invocation> part = all ? invocations : invocations.subList(from, from + window);
    // A record may begin with invocations from before its time 0, which is then moved back.
    double origin = all ? Math.min(0, part.get(0).arrival()) : part.get(0).arrival();
    List<Arrival> arrivals = new ArrayList<>(part.size());
    for (Invocation each : part) {
      double factor = each.seconds() / functions.get(each.function()).warmSeconds();
      arrivals.add(new Arrival(each.arrival() - origin, each.function(), factor));
    }
    return new Workload(workload, functions, arrivals);
  }
}
