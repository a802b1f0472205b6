package io.faasrank.training;

import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.simulation.Simulator;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A cluster and how it behaves: where a task takes place. */
public record Site(SimulationSettings settings, List<InvokerSettings> cluster) {

  /** Fewest and most invokers of a random site. */
  private static final int FEWEST = 2;

  private static final int MOST = 100;

  /** Above 1, so that small clusters, which are cheap to run, come more often. Unmeasured. */
  private static final double SMALLER = 1.5;

  /** No random invoker has less memory, so that the largest function fits on every one. */
  private static final int LEAST_MB = 1_024;

  /** Memory of a random invoker goes up to this. */
  private static final int MOST_MB = 256 * 1_024;

  public Site {
    cluster = List.copyOf(cluster);
  }

  /**
   * A random site: 2 to 100 invokers, few more often than many, of one to three sizes of 2 to 64
   * cores with 150 to 2,200 MB a core; an activation demands 0.002 to 0.012 cores per MB, and
   * contention costs an exponent of 1.0 to 1.6.
   *
   * @param calibration all else
   */
  static Site random(SimulationSettings calibration, RandomGenerator random) {
    double size = Math.pow(random.nextDouble(), SMALLER);
    int invokers = (int) Math.round(FEWEST * Math.pow(MOST / (double) FEWEST, size));
    int sizes = 1 + random.nextInt(3);
    List<InvokerSettings> kinds = new ArrayList<>();
    for (int i = 0; i < sizes; i++) {
      double cores = Math.rint(logUniform(2, 64, random));
      double memoryMb = cores * logUniform(150, 2_200, random);
      kinds.add(new InvokerSettings(cores, (int) Math.max(LEAST_MB, Math.min(MOST_MB, memoryMb))));
    }
    List<InvokerSettings> cluster = new ArrayList<>();
    for (int i = 0; i < invokers; i++) {
      cluster.add(kinds.get(i * sizes / invokers));
    }
    return new Site(
        calibration.withFitted(
            logUniform(0.002, 0.012, random),
            1 + 0.6 * random.nextDouble(),
            calibration.creationSeconds()),
        cluster);
  }

  /** All cores. */
  double cores() {
    return cluster.stream().mapToDouble(InvokerSettings::cores).sum();
  }

  Simulator simulator() {
    return new Simulator(settings, cluster);
  }

  /** Uniform in the logarithm. */
  static double logUniform(double least, double most, RandomGenerator random) {
    return least * Math.pow(most / least, random.nextDouble());
  }
}
