package io.faasrank.experiment;

import com.typesafe.config.Config;
import io.faasrank.experiment.Regime.Start;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.workload.PopulationSpec;
import io.faasrank.workload.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Regimes that a scheduler is tried on: the standard grid of {@link #KINDS} x {@link #LOADS} x
 * {@link #CLUSTERS} x calibrations x {@link Start}, or as much of it as is selected, and random
 * ones.
 */
public final class RegimeGrid {

  /** Kinds of functions, see {@link PopulationSpec}. */
  public static final List<String> KINDS = List.of("table2", "short", "mixed", "long", "many");

  public static final List<Double> LOADS = List.of(0.2, 0.5, 0.9, 1.2);

  /**
   * S is the paper's cluster, 10x8c2048m. B is 10x16c32768m, where an activation demands a core per
   * 256 MB. H is 5x16c4096m,5x4c1024m.
   */
  public static final List<String> CLUSTERS = List.of("S", "B", "H");

  private static final String ROOMY = "B";
  private static final double ROOMY_CORES_PER_MB = 1.0 / 256;

  /** Part of the seeds of random regimes. */
  private static final long RANDOM = Seeds.key("random regimes");

  private RegimeGrid() {}

  /** The names of all calibrations that a configuration has, in the order of the alphabet. */
  public static List<String> calibrations(Config config) {
    return config.getConfig("faasrank.calibrations").root().keySet().stream().sorted().toList();
  }

  /**
   * The product of the lists, in their order, the last changing fastest.
   *
   * @param config resolved, with {@code faasrank.simulation}
   * @param clusters names of {@link #CLUSTERS}
   * @param calibrations names that {@link SimulationSettings} knows
   * @throws IllegalArgumentException if a name is unknown or a load is not above 0; one line that
   *     names the option
   */
  public static List<Regime> of(
      Config config,
      List<String> kinds,
      List<Double> loads,
      List<String> clusters,
      List<String> calibrations,
      List<Start> starts) {
    List<Regime> regimes = new ArrayList<>();
    for (String calibration : calibrations) {
      SimulationSettings settings = settings(config, calibration);
      for (String kind : kinds) {
        PopulationSpec functions = Options.read("--kinds", () -> PopulationSpec.named(kind));
        for (String cluster : clusters) {
          List<InvokerSettings> invokers = Options.read("--clusters", () -> invokers(cluster));
          SimulationSettings here = cluster.equalsIgnoreCase(ROOMY) ? roomy(settings) : settings;
          for (double load : loads) {
            Options.require(
                load > 0 && load < 100, "--loads: expected numbers above 0, found " + load);
            for (Start start : starts) {
              regimes.add(new Regime(functions, load, cluster, invokers, calibration, here, start));
            }
          }
        }
      }
    }
    return List.copyOf(regimes);
  }

  /**
   * Random regimes: 2 to 50 invokers of 4 to 64 cores and 150 to 2,200 MB a core, half of the
   * clusters of two sizes; random functions at 10 to 125 % load, 0.002 to 0.012 cores demanded per
   * MB, contention exponents of 1 to 1.6; calibrations and beginnings in turns. The ranges are
   * those of the random tasks that a model is trained on.
   *
   * @param seed of {@link SeedSpace#seed}
   */
  public static List<Regime> random(
      Config config, int count, List<String> calibrations, List<Start> starts, long seed) {
    List<Regime> regimes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String calibration = calibrations.get(i % calibrations.size());
      Start start = starts.get(i / calibrations.size() % starts.size());
      regimes.add(
          random(
                  settings(config, calibration),
                  calibration,
                  start,
                  Seeds.generator(seed, RANDOM, i))
              .numbered(i + 1));
    }
    return List.copyOf(regimes);
  }

  private static SimulationSettings settings(Config config, String calibration) {
    return Options.read("--calibration", () -> SimulationSettings.from(config, calibration));
  }

  private static Regime random(
      SimulationSettings settings, String calibration, Start start, RandomGenerator random) {
    int invokers = (int) Math.round(between(2, 50, random));
    int larger = random.nextBoolean() ? invokers : (invokers + 1) / 2;
    String cluster = group(larger, random);
    if (larger < invokers) {
      cluster += "," + group(invokers - larger, random);
    }
    return new Regime(
        PopulationSpec.named("random"),
        Math.rint(100 * between(0.1, 1.25, random)) / 100,
        cluster,
        InvokerSettings.parseCluster(cluster),
        calibration,
        settings.withFitted(
            between(0.002, 0.012, random),
            1 + 0.6 * random.nextDouble(),
            settings.creationSeconds()),
        start);
  }

  /** So many invokers that hold the largest function. */
  private static String group(int invokers, RandomGenerator random) {
    long cores = Math.round(between(4, 64, random));
    long memoryMb = Math.max(1024, Math.round(cores * between(150, 2200, random)));
    return String.format(Locale.ROOT, "%dx%dc%dm", invokers, cores, memoryMb);
  }

  /** Log-uniform. */
  private static double between(double least, double most, RandomGenerator random) {
    return least * Math.pow(most / least, random.nextDouble());
  }

  private static List<InvokerSettings> invokers(String cluster) {
    return InvokerSettings.parseCluster(
        switch (cluster.toUpperCase(Locale.ROOT)) {
          case "S" -> "10x8c2048m";
          case "B" -> "10x16c32768m";
          case "H" -> "5x16c4096m,5x4c1024m";
          default ->
              throw new IllegalArgumentException(
                  "expected of %s, found '%s'".formatted(String.join(", ", CLUSTERS), cluster));
        });
  }

  private static SimulationSettings roomy(SimulationSettings settings) {
    return settings.withFitted(
        ROOMY_CORES_PER_MB, settings.contentionExponent(), settings.creationSeconds());
  }
}
