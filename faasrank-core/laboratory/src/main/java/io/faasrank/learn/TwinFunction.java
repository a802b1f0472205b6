package io.faasrank.learn;

import io.faasrank.workload.FunctionProfile;

/**
 * A function of a {@link Twin}: what it costs on an idle invoker, and on how much that rests. Where
 * a count is 0 the value is what functions of the log take in the middle.
 *
 * @param namespace of the user who invokes it
 * @param name fully qualified
 * @param memoryMb memory limit, in MB
 * @param concurrency activations that share a container
 * @param timeLimitSeconds its time limit
 * @param runSeconds mean run, initialisation apart
 * @param variation coefficient of variation of the run
 * @param initSeconds initialisation of a container
 * @param createSeconds creation of a container
 * @param cores cores demanded while it runs
 * @param calls activations in the log
 * @param runs of them whose run time was used
 * @param inits cold ones whose initialisation was used
 * @param creations cold ones that did not wait for memory, whose creation was used
 */
public record TwinFunction(
    String namespace,
    String name,
    int memoryMb,
    int concurrency,
    double timeLimitSeconds,
    double runSeconds,
    double variation,
    double initSeconds,
    double createSeconds,
    double cores,
    int calls,
    int runs,
    int inits,
    int creations) {

  /** As the simulator takes it. */
  FunctionProfile profile() {
    return FunctionProfile.named(name)
        .memoryMb(memoryMb)
        .warmSeconds(runSeconds)
        .initSeconds(initSeconds)
        .createSeconds(createSeconds)
        .cores(cores)
        .durationCv(variation)
        .concurrency(concurrency)
        .timeLimitSeconds(timeLimitSeconds)
        .build();
  }

  boolean isOf(LoggedAction action) {
    return namespace.equals(action.namespace())
        && name.equals(action.name())
        && memoryMb == action.memoryMb();
  }
}
