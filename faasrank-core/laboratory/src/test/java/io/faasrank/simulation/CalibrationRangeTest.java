package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.simulation.CalibrationRange.Edge;
import io.faasrank.workload.Spacing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guards against an edge that moves nothing, or something else than its name says. */
final class CalibrationRangeTest {

  @Test
  void movesOneParameterAtATimeAndAllOfThem() {
    List<Edge> edges = CalibrationRange.around(new CalibrationPoint(6, 1.5, 1.5, Spacing.UNIFORM));

    assertThat(edges)
        .containsExactly(
            new Edge("fewer cores", new CalibrationPoint(5, 1.5, 1.5, Spacing.UNIFORM)),
            new Edge("more cores", new CalibrationPoint(7, 1.5, 1.5, Spacing.UNIFORM)),
            new Edge("lower exponent", new CalibrationPoint(6, 1.2, 1.5, Spacing.UNIFORM)),
            new Edge("higher exponent", new CalibrationPoint(6, 1.8, 1.5, Spacing.UNIFORM)),
            new Edge("cheaper creation", new CalibrationPoint(6, 1.5, 0.5, Spacing.UNIFORM)),
            new Edge("dearer creation", new CalibrationPoint(6, 1.5, 2.5, Spacing.UNIFORM)),
            new Edge("spacing", new CalibrationPoint(6, 1.5, 1.5, Spacing.BURST)),
            new Edge("spacing", new CalibrationPoint(6, 1.5, 1.5, Spacing.EVEN)),
            new Edge("all less", new CalibrationPoint(5, 1.2, 0.5, Spacing.UNIFORM)),
            new Edge("all more", new CalibrationPoint(7, 1.8, 2.5, Spacing.UNIFORM)));
  }

  @Test
  void staysWhereTheSimulatorCanRun() {
    CalibrationPoint small = new CalibrationPoint(0.5, 0.1, 0, Spacing.EVEN);

    assertThat(CalibrationRange.around(small))
        .extracting(Edge::point)
        .doesNotContain(small)
        .allSatisfy(point -> point.settings(SimulationSettings.defaults()));
  }
}
