package io.faasrank.simulation;

import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import io.faasrank.workload.Spacing;
import io.faasrank.workload.Workload;
import io.faasrank.workload.WorkloadShape;
import io.faasrank.workload.WorkloadSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Fits the simulator's free parameters to the paper's Table V: the mean over M1..M10 of the
 * completion times of four baselines relative to hashing. A full grid is searched, then the best
 * points are refined by halving steps, one parameter at a time. Deterministic.
 */
public final class Calibration {

  /**
   * What is fitted.
   *
   * @param policy a baseline
   * @param percent its mean over M1..M10 relative to hashing, computed from the paper's Table V
   */
  public record Target(String policy, double percent) {}

  /** The paper's four baselines. */
  public static final List<Target> TARGETS =
      List.of(
          new Target("greedy", 109.93),
          new Target("round-robin", 79.53),
          new Target("least-connections", 77.35),
          new Target("static-rank", 76.16));

  private static final double[] CORES_PER_512_MB = {2, 3, 4, 5, 6, 7, 8};
  private static final double[] EXPONENTS = {1, 1.2, 1.4, 1.6, 1.8, 2.2};
  private static final double[] CREATION_SECONDS = {0, 0.5, 1, 2};
  private static final int REFINED = 3;
  private static final int HALVINGS = 3;

  private final SimulationSettings base;
  private final List<InvokerSettings> cluster;
  private final Map<Spacing, List<List<Workload>>> workloads = new EnumMap<>(Spacing.class);

  /**
   * @param sources workloads for each spacing of arrivals within a second
   */
  public Calibration(
      SimulationSettings base,
      List<InvokerSettings> cluster,
      Function<Spacing, WorkloadSource> sources,
      List<WorkloadShape> shapes,
      int repetitions) {
    this.base = base;
    this.cluster = cluster;
    for (Spacing spacing : Spacing.values()) {
      WorkloadSource source = sources.apply(spacing);
      List<List<Workload>> all = new ArrayList<>();
      for (WorkloadShape shape : shapes) {
        List<Workload> drawn = new ArrayList<>();
        for (int repetition = 0; repetition < repetitions; repetition++) {
          drawn.add(source.workload(shape, repetition, 0));
        }
        all.add(drawn);
      }
      workloads.put(spacing, all);
    }
  }

  /**
   * A choice of the free parameters.
   *
   * @param coresPer512Mb cores that an activation of 512 MB demands
   * @param exponent contention exponent
   * @param creationSeconds further cost of creating a container
   * @param spacing where in its second an invocation falls
   */
  public record Point(
      double coresPer512Mb, double exponent, double creationSeconds, Spacing spacing) {

    /** The settings of a simulator at this point. */
    public SimulationSettings settings(SimulationSettings base) {
      return base.withFitted(coresPer512Mb / 512, exponent, creationSeconds);
    }
  }

  /**
   * How a point fits.
   *
   * @param relative mean completion time relative to hashing in percent, in the order of {@link
   *     #TARGETS}
   * @param hashingSeconds mean completion time under hashing
   * @param error mean absolute difference from Table V, in percentage points
   */
  public record Fit(Point point, List<Double> relative, double hashingSeconds, double error) {}

  /** Searches and returns fits from best to worst; the grid's and the refined ones. */
  public List<Fit> search() {
    List<Point> grid = new ArrayList<>();
    for (Spacing spacing : Spacing.values()) {
      for (double cores : CORES_PER_512_MB) {
        for (double exponent : EXPONENTS) {
          for (double creation : CREATION_SECONDS) {
            grid.add(new Point(cores, exponent, creation, spacing));
          }
        }
      }
    }
    List<Fit> fits = new ArrayList<>(grid.parallelStream().map(this::fit).toList());
    fits.sort(Comparator.comparingDouble(Fit::error));
    List<Fit> refined =
        fits.stream().limit(REFINED).toList().parallelStream().map(this::refine).toList();
    fits.addAll(refined);
    fits.sort(Comparator.comparingDouble(Fit::error));
    return fits;
  }

  private Fit refine(Fit start) {
    Fit best = start;
    double scale = 0.5;
    for (int halving = 0; halving < HALVINGS; halving++, scale /= 2) {
      for (Point near : neighbours(best.point(), scale)) {
        Fit fit = fit(near);
        if (fit.error() < best.error()) {
          best = fit;
        }
      }
    }
    return best;
  }

  private static List<Point> neighbours(Point p, double scale) {
    double cores = scale;
    double exponent = 0.2 * scale;
    double creation = 0.5 * scale;
    return List.of(
        new Point(p.coresPer512Mb + cores, p.exponent, p.creationSeconds, p.spacing),
        new Point(p.coresPer512Mb - cores, p.exponent, p.creationSeconds, p.spacing),
        new Point(p.coresPer512Mb, p.exponent + exponent, p.creationSeconds, p.spacing),
        new Point(p.coresPer512Mb, p.exponent - exponent, p.creationSeconds, p.spacing),
        new Point(p.coresPer512Mb, p.exponent, p.creationSeconds + creation, p.spacing),
        new Point(
            p.coresPer512Mb, p.exponent, Math.max(0, p.creationSeconds - creation), p.spacing));
  }

  /** Evaluates one point. */
  public Fit fit(Point point) {
    Simulator simulator = new Simulator(point.settings(base), cluster);
    List<List<Workload>> drawn =
        Objects.requireNonNull(workloads.get(point.spacing()), "every spacing is composed");
    double[] hashing = completionTimes(simulator, "hashing", drawn);
    double hashingSeconds = 0;
    for (double seconds : hashing) {
      hashingSeconds += seconds / hashing.length;
    }
    List<Double> relative = new ArrayList<>();
    double error = 0;
    for (Target target : TARGETS) {
      double[] seconds = completionTimes(simulator, target.policy(), drawn);
      double mean = 0;
      for (int w = 0; w < seconds.length; w++) {
        mean += 100 * seconds[w] / hashing[w] / seconds.length;
      }
      relative.add(mean);
      error += Math.abs(mean - target.percent()) / TARGETS.size();
    }
    return new Fit(point, relative, hashingSeconds, error);
  }

  private static double[] completionTimes(
      Simulator simulator, String policyName, List<List<Workload>> drawn) {
    double[] seconds = new double[drawn.size()];
    for (int w = 0; w < seconds.length; w++) {
      List<Workload> repetitions = drawn.get(w);
      for (int r = 0; r < repetitions.size(); r++) {
        Policy policy = Policies.create(policyName, Calibration::noModel);
        seconds[w] +=
            simulator.run(repetitions.get(r), policy, r).meanCompletionTime() / repetitions.size();
      }
    }
    return seconds;
  }

  private static Scorer noModel() {
    throw new IllegalStateException("the calibrated baselines have no model");
  }
}
