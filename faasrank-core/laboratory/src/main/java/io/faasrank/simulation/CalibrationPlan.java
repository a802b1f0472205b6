package io.faasrank.simulation;

import io.faasrank.workload.Spacing;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link Calibration} fits to, and where it looks: a full grid over four free parameters.
 *
 * @param targets what is fitted, at least one
 * @param coresPer512Mb cores that an activation of 512 MB demands, positive
 * @param exponents contention exponents, 0 or more
 * @param creationSeconds further costs of creating a container, 0 or more
 * @param spacings where in its second an invocation falls
 */
public record CalibrationPlan(
    List<Target> targets,
    List<Double> coresPer512Mb,
    List<Double> exponents,
    List<Double> creationSeconds,
    List<Spacing> spacings) {

  /**
   * What is fitted.
   *
   * @param policy a baseline
   * @param percent its completion time relative to hashing, the mean over the workloads
   */
  public record Target(String policy, double percent) {}

  /**
   * The paper's four baselines, their means over M1..M10 computed from its Table V. The grid spans
   * what is plausible: from a core for each 256 MB to all eight of an invoker for 512 MB, from fair
   * sharing to a loss of four fifths at twice the cores, from no further cost of a container to
   * three times what Table II's cold starts show. Its steps are unmeasured; refining halves them.
   */
  public static final CalibrationPlan TABLE_V =
      new CalibrationPlan(
          List.of(
              new Target("greedy", 109.93),
              new Target("round-robin", 79.53),
              new Target("least-connections", 77.35),
              new Target("static-rank", 76.16)),
          List.of(2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0),
          List.of(1.0, 1.2, 1.4, 1.6, 1.8, 2.2),
          List.of(0.0, 0.5, 1.0, 2.0),
          List.of(Spacing.values()));

  public CalibrationPlan {
    targets = List.copyOf(targets);
    coresPer512Mb = List.copyOf(coresPer512Mb);
    exponents = List.copyOf(exponents);
    creationSeconds = List.copyOf(creationSeconds);
    spacings = List.copyOf(spacings);
    if (targets.isEmpty()
        || coresPer512Mb.isEmpty()
        || exponents.isEmpty()
        || creationSeconds.isEmpty()
        || spacings.isEmpty()) {
      throw new IllegalArgumentException("a calibration needs a target and a value of each");
    }
  }

  /** All points of the grid. */
  List<CalibrationPoint> grid() {
    List<CalibrationPoint> grid = new ArrayList<>();
    for (Spacing spacing : spacings) {
      for (double cores : coresPer512Mb) {
        for (double exponent : exponents) {
          for (double creation : creationSeconds) {
            grid.add(new CalibrationPoint(cores, exponent, creation, spacing));
          }
        }
      }
    }
    return grid;
  }
}
