package io.faasrank.simulation;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/**
 * How the simulated cluster behaves; the defaults and what each value means stand in {@code
 * reference.conf} under {@code faasrank.simulation}. The first three are fitted to the paper's
 * Table V, see docs/simulator.md.
 *
 * @param coresPerMb cores that a running activation demands per MB of its memory limit
 * @param contentionExponent how much worse than proportional an invoker gets when its activations
 *     demand more cores than it has: each then runs at {@code (cores / demand) ^ exponent}
 * @param creationSeconds cost of creating a container, beyond what Table II's cold starts show
 * @param keepAliveSeconds how long an idle container is kept
 * @param reportIntervalSeconds sampling interval of the resource metrics
 * @param debounceSeconds delay from a change of an invoker's containers to its report
 */
public record SimulationSettings(
    double coresPerMb,
    double contentionExponent,
    double creationSeconds,
    double keepAliveSeconds,
    double reportIntervalSeconds,
    double debounceSeconds) {

  public SimulationSettings {
    require(coresPerMb > 0, "cores-per-mb", coresPerMb, "positive");
    require(contentionExponent >= 0, "contention-exponent", contentionExponent, "0 or more");
    require(creationSeconds >= 0, "creation-seconds", creationSeconds, "0 or more");
    require(keepAliveSeconds > 0, "keep-alive-seconds", keepAliveSeconds, "positive");
    require(
        reportIntervalSeconds > 0, "report-interval-seconds", reportIntervalSeconds, "positive");
    require(debounceSeconds >= 0, "debounce-seconds", debounceSeconds, "0 or more");
  }

  private static void require(boolean holds, String key, double value, String expected) {
    if (!holds || !Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "faasrank.simulation." + key + " must be " + expected + ", not " + value);
    }
  }

  /** The shipped, calibrated defaults. */
  public static SimulationSettings defaults() {
    return from(ConfigFactory.load(SimulationSettings.class.getClassLoader()));
  }

  /** Reads {@code faasrank.simulation} of a resolved configuration. */
  public static SimulationSettings from(Config config) {
    Config simulation = config.getConfig("faasrank.simulation");
    return new SimulationSettings(
        simulation.getDouble("cores-per-mb"),
        simulation.getDouble("contention-exponent"),
        simulation.getDouble("creation-seconds"),
        simulation.getDouble("keep-alive-seconds"),
        simulation.getDouble("report-interval-seconds"),
        simulation.getDouble("debounce-seconds"));
  }

  /** As above, of a named calibration; there is one so far. */
  public static SimulationSettings from(Config config, String calibration) {
    if (!calibration.equals("paper")) {
      throw new IllegalArgumentException("expected one of paper, found " + calibration);
    }
    return from(config);
  }

  /** The same cluster with the fitted values replaced. */
  public SimulationSettings withFitted(
      double newCoresPerMb, double newContentionExponent, double newCreationSeconds) {
    return new SimulationSettings(
        newCoresPerMb,
        newContentionExponent,
        newCreationSeconds,
        keepAliveSeconds,
        reportIntervalSeconds,
        debounceSeconds);
  }
}
