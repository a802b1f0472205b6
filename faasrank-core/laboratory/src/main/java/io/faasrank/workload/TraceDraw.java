package io.faasrank.workload;

import java.util.List;

/**
 * What {@link WorkloadComposer} drew from a trace for one workload.
 *
 * @param startMinute first minute of the window, counted from 0
 * @param functions of the trace; the k-th plays the k-th of Table II, or all play themselves and
 *     stand in order of their run time
 * @param counts invocations per function and second
 * @param tries draws it took, this one included
 * @param withinTolerance whether the draw met the tolerance as it was; otherwise it is the closest
 *     of all tries, thinned if it had too many invocations
 */
public record TraceDraw(
    int startMinute,
    List<TraceFunction> functions,
    InvocationCounts counts,
    int tries,
    boolean withinTolerance) {

  public TraceDraw {
    functions = List.copyOf(functions);
  }

  /** The trace's names of the functions. */
  public List<String> traceFunctions() {
    return functions.stream().map(TraceFunction::hash).toList();
  }
}
