package io.faasrank.workload;

/**
 * What a function costs on an idle invoker: a row of Table II.
 *
 * @param name short name, for instance {@code DH}
 * @param memoryMb memory limit in MB
 * @param coldSeconds completion of a cold start: creating, initialising and running
 * @param warmSeconds completion on a warm container: running alone
 * @param initSeconds initialisation of a cold container, part of {@code coldSeconds}
 */
public record FunctionProfile(
    String name, int memoryMb, double coldSeconds, double warmSeconds, double initSeconds) {

  public FunctionProfile {
    if (memoryMb <= 0) {
      throw new IllegalArgumentException("memory of function " + name + " must be positive");
    }
    if (!(warmSeconds > 0 && initSeconds >= 0 && coldSeconds >= warmSeconds + initSeconds)
        || !Double.isFinite(coldSeconds)) {
      throw new IllegalArgumentException(
          "function " + name + " must have warm > 0, init >= 0 and cold >= warm + init, seconds");
    }
  }

  /** What a cold start costs before initialisation: the container's creation and start. */
  public double createSeconds() {
    return coldSeconds - warmSeconds - initSeconds;
  }
}
