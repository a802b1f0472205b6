package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.simulation.Calibration.Fit;
import io.faasrank.simulation.CalibrationPlan.Target;
import io.faasrank.workload.GeneratedWorkloads;
import io.faasrank.workload.Spacing;
import io.faasrank.workload.WorkloadShape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards against a search that misses the point it should find, a parameter that reaches no
 * simulator, a fit compared with another policy's target, and results that depend on threads.
 */
final class CalibrationTest {

  /** Sixteen points. */
  private static final CalibrationPlan GRID =
      new CalibrationPlan(
          CalibrationPlan.TABLE_V.targets(),
          List.of(4.0, 6.0),
          List.of(1.4, 1.8),
          List.of(0.0, 0.5),
          List.of(Spacing.UNIFORM, Spacing.BURST));

  private static final List<String> POLICIES =
      List.of("greedy", "round-robin", "least-connections", "static-rank");

  @ParameterizedTest
  @CsvSource({"6, 1.4, 0.5, UNIFORM", "4, 1.8, 0, BURST", "6, 1.8, 0, UNIFORM"})
  void findsAPointOfTheGridThatMadeItsTargets(
      double cores, double exponent, double creationSeconds, Spacing spacing) {
    CalibrationPoint truth = new CalibrationPoint(cores, exponent, creationSeconds, spacing);

    Fit best = calibration(targets(truth), GRID).search(() -> {}).get(0);

    assertThat(best.point()).isEqualTo(truth);
    assertThat(best.error()).isZero();
  }

  /** From a grid of the one point 6, 1.4, 0.5, by one halved step and by several. */
  @ParameterizedTest
  @CsvSource({
    "5.5, 1.4, 0.5",
    "6.5, 1.4, 0.5",
    "6, 1.3, 0.5",
    "6, 1.5, 0.5",
    "6, 1.4, 0.25",
    "6, 1.4, 0.75",
    "6, 1.4, 0.125"
  })
  void refinesToAPointBesideTheGrid(double cores, double exponent, double creationSeconds) {
    CalibrationPoint truth =
        new CalibrationPoint(cores, exponent, creationSeconds, Spacing.UNIFORM);
    CalibrationPlan one =
        new CalibrationPlan(
            GRID.targets(), List.of(6.0), List.of(1.4), List.of(0.5), List.of(Spacing.UNIFORM));

    Fit best = calibration(targets(truth), one).search(() -> {}).get(0);

    assertThat(best.point()).isEqualTo(truth);
    assertThat(best.error()).isZero();
  }

  @Test
  void fitsAreSortedDistinctAndCounted() {
    AtomicInteger done = new AtomicInteger();
    Calibration calibration = calibration(CalibrationPlan.TABLE_V.targets());

    List<Fit> fits = calibration.search(done::incrementAndGet);

    assertThat(fits).isSortedAccordingTo((a, b) -> Double.compare(a.error(), b.error()));
    assertThat(fits).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(16);
    assertThat(done).hasValue(calibration.steps());
  }

  @Test
  void errorIsTheMeanDistanceFromTheTargets() {
    CalibrationPoint point = new CalibrationPoint(6, 1.4, 0, Spacing.UNIFORM);
    List<Target> exact = targets(point);
    Calibration calibration =
        calibration(
            List.of(
                new Target("greedy", exact.get(0).percent() + 3),
                new Target("static-rank", exact.get(3).percent() - 1)));

    Fit fit = calibration.fit(point);

    assertThat(fit.error()).isCloseTo(2, within(1e-9));
    assertThat(fit.relative())
        .isEqualTo(calibration.relative(point, List.of("greedy", "static-rank")));
    assertThat(calibration.relative(point, List.of("hashing"))).containsExactly(100.0);
  }

  @Test
  void anyNumberOfThreadsGivesTheSameFits() {
    List<Fit> alone = inPoolOf(1);

    assertThat(inPoolOf(4)).isEqualTo(alone);
  }

  @Test
  void aPlanWithoutValuesIsRefused() {
    assertThatThrownBy(
            () ->
                new CalibrationPlan(
                    CalibrationPlan.TABLE_V.targets(),
                    List.of(),
                    List.of(1.0),
                    List.of(0.0),
                    List.of(Spacing.EVEN)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Fit> inPoolOf(int threads) {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(() -> calibration(CalibrationPlan.TABLE_V.targets()).search(() -> {}))
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<Target> targets(CalibrationPoint truth) {
    Calibration simulator = calibration(CalibrationPlan.TABLE_V.targets());
    List<Double> relative = simulator.relative(truth, POLICIES);
    List<Target> targets = new ArrayList<>();
    for (int p = 0; p < POLICIES.size(); p++) {
      targets.add(new Target(POLICIES.get(p), relative.get(p)));
    }
    return targets;
  }

  private static Calibration calibration(List<Target> targets) {
    return calibration(targets, GRID);
  }

  /** Two workloads, one draw of each. */
  private static Calibration calibration(List<Target> targets, CalibrationPlan grid) {
    return new Calibration(
        SimulationSettings.defaults(),
        InvokerSettings.paperCluster(10),
        spacing -> new GeneratedWorkloads(spacing, 0.1, 5),
        WorkloadShape.select("M4,M9"),
        1,
        new CalibrationPlan(
            targets,
            grid.coresPer512Mb(),
            grid.exponents(),
            grid.creationSeconds(),
            grid.spacings()));
  }
}
