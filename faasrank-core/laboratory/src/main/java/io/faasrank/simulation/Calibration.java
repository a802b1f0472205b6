package io.faasrank.simulation;

import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import io.faasrank.simulation.CalibrationPlan.Target;
import io.faasrank.workload.Spacing;
import io.faasrank.workload.Workload;
import io.faasrank.workload.WorkloadShape;
import io.faasrank.workload.WorkloadSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Fits the simulator's free parameters to the paper's Table V: the mean over workloads of the
 * completion times of some policies relative to hashing. A full grid is searched, then the best
 * points are refined by halving steps, one parameter at a time. Deterministic, whatever the number
 * of threads of the fork-join pool it runs in.
 */
public final class Calibration {

  /** How many of the best points are refined. Unmeasured: more than one guards against a ridge. */
  private static final int REFINED = 3;

  /** From half a step of the grid to an eighth, where seeds matter more than the parameters. */
  private static final int HALVINGS = 3;

  /** Points tried beside the present one at each halving. */
  private static final int NEIGHBOURS = 6;

  private final SimulationSettings base;
  private final List<InvokerSettings> cluster;
  private final CalibrationPlan plan;
  private final Map<Spacing, List<List<Workload>>> workloads = new EnumMap<>(Spacing.class);

  /**
   * @param base everything that is not fitted
   * @param sources workloads for each spacing of arrivals within a second
   * @param repetitions draws of each workload, positive
   */
  public Calibration(
      SimulationSettings base,
      List<InvokerSettings> cluster,
      Function<Spacing, WorkloadSource> sources,
      List<WorkloadShape> shapes,
      int repetitions,
      CalibrationPlan plan) {
    this.base = base;
    this.cluster = cluster;
    this.plan = plan;
    for (Spacing spacing : Spacing.values()) {
      WorkloadSource source = sources.apply(spacing);
      List<List<Workload>> all = new ArrayList<>();
      for (WorkloadShape shape : shapes) {
        List<Workload> drawn = new ArrayList<>();
        for (int repetition = 0; repetition < repetitions; repetition++) {
          drawn.add(source.workload(shape.name(), repetition, 0));
        }
        all.add(drawn);
      }
      workloads.put(spacing, all);
    }
  }

  /**
   * How a point fits.
   *
   * @param relative mean completion times relative to hashing in percent, in the order of the
   *     plan's targets
   * @param hashingSeconds mean completion time under hashing
   * @param error mean absolute difference from the targets, in percentage points
   */
  public record Fit(
      CalibrationPoint point, List<Double> relative, double hashingSeconds, double error) {}

  /** How many fits a search computes. */
  public int steps() {
    int grid = plan.grid().size();
    return grid + Math.min(REFINED, grid) * HALVINGS * NEIGHBOURS;
  }

  /**
   * Searches.
   *
   * @param done called after each fit, from any thread
   * @return the grid's fits and the refined ones, from best to worst
   */
  public List<Fit> search(Runnable done) {
    Comparator<Fit> byError = Comparator.comparingDouble(Fit::error);
    List<Fit> grid =
        plan.grid().parallelStream().map(point -> fit(point, done)).sorted(byError).toList();
    List<Fit> fits =
        new ArrayList<>(
            grid.stream().limit(REFINED).toList().parallelStream()
                .map(start -> refine(start, done))
                .toList());
    fits.addAll(grid);
    fits.sort(byError);
    return fits.stream().distinct().toList();
  }

  private Fit refine(Fit start, Runnable done) {
    Fit best = start;
    double scale = 0.5;
    for (int halving = 0; halving < HALVINGS; halving++, scale /= 2) {
      for (CalibrationPoint near : neighbours(best.point(), scale)) {
        Fit fit = fit(near, done);
        if (fit.error() < best.error()) {
          best = fit;
        }
      }
    }
    return best;
  }

  private static List<CalibrationPoint> neighbours(CalibrationPoint p, double scale) {
    double cores = scale;
    double exponent = 0.2 * scale;
    double creation = 0.5 * scale;
    return List.of(
        new CalibrationPoint(
            p.coresPer512Mb() + cores, p.exponent(), p.creationSeconds(), p.spacing()),
        new CalibrationPoint(
            p.coresPer512Mb() - cores, p.exponent(), p.creationSeconds(), p.spacing()),
        new CalibrationPoint(
            p.coresPer512Mb(), p.exponent() + exponent, p.creationSeconds(), p.spacing()),
        new CalibrationPoint(
            p.coresPer512Mb(), p.exponent() - exponent, p.creationSeconds(), p.spacing()),
        new CalibrationPoint(
            p.coresPer512Mb(), p.exponent(), p.creationSeconds() + creation, p.spacing()),
        new CalibrationPoint(
            p.coresPer512Mb(),
            p.exponent(),
            Math.max(0, p.creationSeconds() - creation),
            p.spacing()));
  }

  private Fit fit(CalibrationPoint point, Runnable done) {
    Fit fit = fit(point);
    done.run();
    return fit;
  }

  /** Evaluates one point. */
  public Fit fit(CalibrationPoint point) {
    Simulator simulator = simulator(point);
    List<List<Workload>> drawn = drawn(point);
    double[] hashing = completionTimes(simulator, "hashing", drawn);
    List<Double> relative = new ArrayList<>();
    double error = 0;
    for (Target target : plan.targets()) {
      double percent = relative(completionTimes(simulator, target.policy(), drawn), hashing);
      relative.add(percent);
      error += Math.abs(percent - target.percent()) / plan.targets().size();
    }
    return new Fit(point, relative, Arrays.stream(hashing).average().orElseThrow(), error);
  }

  /** Mean completion times relative to hashing of any policies at a point, in percent. */
  public List<Double> relative(CalibrationPoint point, List<String> policies) {
    Simulator simulator = simulator(point);
    List<List<Workload>> drawn = drawn(point);
    double[] hashing = completionTimes(simulator, "hashing", drawn);
    return policies.stream()
        .map(policy -> relative(completionTimes(simulator, policy, drawn), hashing))
        .toList();
  }

  private Simulator simulator(CalibrationPoint point) {
    return new Simulator(point.settings(base), cluster);
  }

  private List<List<Workload>> drawn(CalibrationPoint point) {
    return Objects.requireNonNull(workloads.get(point.spacing()), "every spacing is composed");
  }

  private static double relative(double[] seconds, double[] hashing) {
    double mean = 0;
    for (int w = 0; w < seconds.length; w++) {
      mean += 100 * seconds[w] / hashing[w] / seconds.length;
    }
    return mean;
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
