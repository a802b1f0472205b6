package io.faasrank.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Guards against an interval that is cut off without a mark, a figure that lies over the line at
 * 100, and text that leaves the chart.
 */
class ChartsTest {

  @ParameterizedTest
  @EnumSource
  void whatGoesOnBeyondTheEdgeIsMarked(ChartSize size) {
    DotChart chart =
        DotChart.of(
            List.of("M1", "M2", "M10"),
            List.of(
                new DotChart.Dots(
                    "a",
                    "learned",
                    true,
                    List.of(50.0, 60.0, 400.0),
                    List.of(-30.0, 20.0, Double.NaN),
                    List.of(130.0, 240.0, Double.NaN))),
            size);
    List<DotChart.Dot> dots = chart.lines().stream().map(line -> line.dots().get(0)).toList();
    assertThat(dots).extracting(DotChart.Dot::cutLow).containsExactly(true, false, false);
    assertThat(dots).extracting(DotChart.Dot::cutHigh).containsExactly(false, true, true);
    assertThat(dots.get(1).low()).as("an end that is drawn").isGreaterThan(chart.left());
    assertThat(dots.get(0).tip()).isEqualTo("a on M1: 50.0 % [-30.0, 130.0]");
    assertThat(chart.left()).as("room for M10").isGreaterThan(40);
  }

  @Test
  void aFigureStandsRightOfTheLineAt100() {
    BarChart chart =
        BarChart.of(
            List.of(
                new BarChart.Figure("a", "learned", 58, -5, 81),
                new BarChart.Figure("b", "heuristic", 99, 91, 107)),
            ChartSize.WIDE);
    assertThat(chart.bars()).allMatch(bar -> bar.textX() > chart.baseline());
    assertThat(chart.bars()).allMatch(bar -> bar.textX() > bar.high());
    assertThat(chart.bars()).extracting(BarChart.Bar::cut).containsExactly(true, false);
  }

  @Test
  void inANarrowChartNamesAndFiguresStandAboveTheBars() {
    BarChart chart =
        BarChart.of(
            List.of(new BarChart.Figure("warm-shortest-queue", "heuristic", 99, 91, 107)),
            ChartSize.NARROW);
    BarChart.Bar bar = chart.bars().get(0);
    assertThat(bar.textY()).isLessThan(bar.y());
    assertThat(bar.nameX()).isZero();
    assertThat(chart.through()).isFalse();
    assertThat(chart.width()).isLessThanOrEqualTo(368);
  }
}
