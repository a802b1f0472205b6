package io.faasrank.workload;

/**
 * What a function is and costs on an idle invoker. What nobody measured is unknown, NaN, and then
 * the settings of the simulation decide. Table II knows memory and the three times only, as does
 * the short constructor; {@link #named} and {@link #with} set the others.
 *
 * @param name short name, for instance {@code DH}
 * @param memoryMb memory limit in MB, positive
 * @param warmSeconds mean completion on a warm container: running alone; positive
 * @param initSeconds initialisation of a cold container, 0 or more
 * @param createSeconds creation and start of a container, before initialisation, 0 or more; NaN
 *     where unknown
 * @param cores CPU cores demanded while running, positive; NaN where unknown: in proportion to
 *     memory
 * @param offCpuShare share of its running time that it waits for others and needs no core, from 0
 *     to below 1
 * @param durationCv coefficient of variation of its running time, 0 or more; NaN where unknown
 * @param concurrency activations that a container takes at a time, 1 or more
 * @param timeLimitSeconds running longer ends an activation, positive; NaN where unknown
 * @param kind runtime or image of its containers: what is pulled once and what is prewarmed
 */
public record FunctionProfile(
    String name,
    int memoryMb,
    double warmSeconds,
    double initSeconds,
    double createSeconds,
    double cores,
    double offCpuShare,
    double durationCv,
    int concurrency,
    double timeLimitSeconds,
    String kind) {

  /** The kind of a function of which nothing else is known; the paper's are Python. */
  public static final String DEFAULT_KIND = "python:3";

  public FunctionProfile {
    if (memoryMb <= 0) {
      throw new IllegalArgumentException("memory of function " + name + " must be positive");
    }
    if (!(warmSeconds > 0 && initSeconds >= 0)
        || createSeconds < 0
        || Double.isInfinite(warmSeconds + initSeconds + createSeconds)) {
      throw new IllegalArgumentException(
          "function " + name + " must have warm > 0, init >= 0 and cold >= warm + init, seconds");
    }
    require(unknown(cores) || (cores > 0 && cores < Double.POSITIVE_INFINITY), name, "cores > 0");
    require(offCpuShare >= 0 && offCpuShare < 1, name, "0 <= off-CPU share < 1");
    require(
        unknown(durationCv) || (durationCv >= 0 && durationCv < Double.POSITIVE_INFINITY),
        name,
        "a variation >= 0");
    require(concurrency >= 1, name, "concurrency >= 1");
    require(unknown(timeLimitSeconds) || timeLimitSeconds > 0, name, "a time limit > 0");
  }

  /**
   * A function as Table II describes it; the rest is unknown.
   *
   * @param coldSeconds completion of a cold start: creating, initialising and running
   */
  public FunctionProfile(
      String name, int memoryMb, double coldSeconds, double warmSeconds, double initSeconds) {
    this(
        name,
        memoryMb,
        warmSeconds,
        initSeconds,
        coldSeconds >= warmSeconds + initSeconds
            ? Math.max(0, coldSeconds - warmSeconds - initSeconds)
            : -1,
        Double.NaN,
        0,
        Double.NaN,
        1,
        Double.NaN,
        DEFAULT_KIND);
  }

  private static boolean unknown(double value) {
    return Double.isNaN(value);
  }

  private static void require(boolean holds, String name, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("function " + name + " must have " + expected);
    }
  }

  /** Completion of a cold start: creating, initialising and running; NaN where unknown. */
  public double coldSeconds() {
    return warmSeconds + initSeconds + createSeconds;
  }

  /** A function whose other values may be set; they begin as those of OpenWhisk's defaults. */
  public static FunctionBuilder named(String name) {
    return new FunctionBuilder(new FunctionProfile(name, 256, 1, 1, 0)).createSeconds(Double.NaN);
  }

  /** The same function, with values that may be changed. */
  public FunctionBuilder with() {
    return new FunctionBuilder(this);
  }
}
