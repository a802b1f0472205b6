package io.faasrank.simulation;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.faasrank.workload.FunctionProfile;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
 * @param platform what is taken into account beyond cores and memory
 */
public record SimulationSettings(
    double coresPerMb,
    double contentionExponent,
    double creationSeconds,
    double keepAliveSeconds,
    double reportIntervalSeconds,
    double debounceSeconds,
    Platform platform) {

  private static final String CHOICE = "faasrank.simulation.calibration";

  public SimulationSettings {
    require(coresPerMb > 0, "cores-per-mb", coresPerMb, "positive");
    require(contentionExponent >= 0, "contention-exponent", contentionExponent, "0 or more");
    require(creationSeconds >= 0, "creation-seconds", creationSeconds, "0 or more");
    require(keepAliveSeconds > 0, "keep-alive-seconds", keepAliveSeconds, "positive");
    require(
        reportIntervalSeconds > 0, "report-interval-seconds", reportIntervalSeconds, "positive");
    require(debounceSeconds >= 0, "debounce-seconds", debounceSeconds, "0 or more");
  }

  /** Cores and memory alone. */
  public SimulationSettings(
      double coresPerMb,
      double contentionExponent,
      double creationSeconds,
      double keepAliveSeconds,
      double reportIntervalSeconds,
      double debounceSeconds) {
    this(
        coresPerMb,
        contentionExponent,
        creationSeconds,
        keepAliveSeconds,
        reportIntervalSeconds,
        debounceSeconds,
        Platform.PLAIN);
  }

  static void require(boolean holds, String key, double value, String expected) {
    if (!holds || !Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "faasrank.simulation." + key + " must be " + expected + ", not " + value);
    }
  }

  /** The shipped, calibrated defaults. */
  public static SimulationSettings defaults() {
    return from(ConfigFactory.load(SimulationSettings.class.getClassLoader()));
  }

  /**
   * Reads {@code faasrank.simulation} of a resolved configuration.
   *
   * @throws IllegalArgumentException when it names an unknown calibration or a value is out of
   *     range
   */
  public static SimulationSettings from(Config config) {
    return from(config, config.getString(CHOICE));
  }

  /** As above with another calibration than the one that the configuration names. */
  public static SimulationSettings from(Config config, String calibration) {
    Config calibrations = config.getConfig("faasrank.calibrations");
    String name = known(calibrations, calibration);
    Config simulation =
        config.getConfig("faasrank.simulation").withFallback(calibrations.getConfig(name));
    return new SimulationSettings(
        simulation.getDouble("cores-per-mb"),
        simulation.getDouble("contention-exponent"),
        simulation.getDouble("creation-seconds"),
        simulation.getDouble("keep-alive-seconds"),
        simulation.getDouble("report-interval-seconds"),
        simulation.getDouble("debounce-seconds"),
        Platform.from(simulation));
  }

  /** The calibration's name as the configuration has it, from one in upper or lower case. */
  private static String known(Config calibrations, String name) {
    Set<String> names = new TreeSet<>(calibrations.root().keySet());
    return names.contains(name)
        ? name
        : names.stream()
            .filter(name::equalsIgnoreCase)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "expected one of %s, found %s".formatted(String.join(", ", names), name)));
  }

  /**
   * Cores that an activation of a function demands on average while it runs: its own, where known,
   * else in proportion to its memory; less while it waits for others.
   */
  public double coresDemanded(FunctionProfile function) {
    return runningCores(function) * (1 - function.offCpuShare());
  }

  /** Cores that an activation of a function could use while it needs any. */
  double runningCores(FunctionProfile function) {
    if (!Double.isNaN(function.cores())) {
      return function.cores();
    }
    return platform.coresPerCall() > 0 ? platform.coresPerCall() : function.memoryMb() * coresPerMb;
  }

  /**
   * A configuration in which another calibration is chosen.
   *
   * @param calibration its name; null to leave the choice
   * @throws IllegalArgumentException when it is unknown
   */
  public static Config choose(Config config, @Nullable String calibration) {
    if (calibration == null) {
      return config;
    }
    SimulationSettings unused = from(config, calibration);
    return config.withValue(CHOICE, ConfigValueFactory.fromAnyRef(calibration));
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
        debounceSeconds,
        platform);
  }

  /** The same cluster on another platform. */
  public SimulationSettings withPlatform(Platform other) {
    return new SimulationSettings(
        coresPerMb,
        contentionExponent,
        creationSeconds,
        keepAliveSeconds,
        reportIntervalSeconds,
        debounceSeconds,
        other);
  }
}
