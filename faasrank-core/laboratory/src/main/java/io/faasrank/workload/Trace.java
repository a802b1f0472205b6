package io.faasrank.workload;

import java.util.List;

/**
 * A recorded trace: how often each function was invoked in each minute, what is known of its costs
 * and, where the trace has them, the invocations one by one.
 *
 * @param folder where it was read, as the user named it
 * @param dataSet which data set it is of
 * @param minutes minutes recorded, positive
 * @param functions in order of their hash, so that the order of rows does not matter
 * @param invocations one by one in order of arrival, of the functions by their place in {@code
 *     functions}; empty where the trace counts them only
 * @param warnings one line for each kind of fault found in the files, that says how many there are
 */
public record Trace(
    String folder,
    DataSet dataSet,
    int minutes,
    List<TraceFunction> functions,
    List<Invocation> invocations,
    List<String> warnings) {

  public Trace {
    functions = List.copyOf(functions);
    invocations = List.copyOf(invocations);
    warnings = List.copyOf(warnings);
  }

  /** The functions of a split. */
  public List<TraceFunction> functions(Split split) {
    return functions.stream().filter(function -> split.contains(function.hash())).toList();
  }

  /** The same, of another data set. */
  Trace of(DataSet other) {
    return new Trace(folder, other, minutes, functions, invocations, warnings);
  }
}
