package io.faasrank.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Guards against a fall that is chance being called one, and against one that is none missed. */
class EpisodeTrendTest {

  @Test
  void theRatioAndItsIntervalAreWelchs() {
    // logs of the quarters: 0, 1, 2 and -1, 0, 1; variances 1, t(0.025, 4) = 2.776445
    double[] logs = {0, 1, 2, 9, 9, 9, 9, 9, 9, -1, 0, 1};
    EpisodeTrend trend = EpisodeTrend.of(rows(12, i -> Math.exp(logs[i]), 1));
    double half = 2.776445 * Math.sqrt(2 / 3.0);
    assertThat(trend.each()).isEqualTo(3);
    assertThat(trend.ratio().value()).isCloseTo(Math.exp(-1), within(1e-9));
    assertThat(trend.ratio().low()).isCloseTo(Math.exp(-1 - half), within(1e-5));
    assertThat(trend.ratio().high()).isCloseTo(Math.exp(-1 + half), within(1e-5));
    assertThat(trend.fell()).isFalse();
  }

  @Test
  void chanceIsRarelyAFallAndAFallOfATenthIsOne() {
    SplittableRandom random = new SplittableRandom(1);
    int byChance = 0;
    int found = 0;
    for (int i = 0; i < 400; i++) {
      // two workloads, one ten times as long; noise of 10 %
      IntToDoubleFunction noise = e -> (e % 2 == 0 ? 5 : 50) * Math.exp(0.1 * gaussian(random));
      byChance += EpisodeTrend.of(rows(80, noise, 2)).fell() ? 1 : 0;
      IntToDoubleFunction falling = e -> noise.applyAsDouble(e) * (1 - 0.12 * e / 80);
      found += EpisodeTrend.of(rows(80, falling, 2)).fell() ? 1 : 0;
    }
    assertThat(byChance).isBetween(2, 20); // 2.5 % expected
    assertThat(found).isGreaterThan(340);
  }

  @Test
  void tooFewEpisodesSayNothing() {
    assertThat(EpisodeTrend.of(rows(11, i -> 11 - i, 1)).ratio().bounded()).isFalse();
    assertThat(EpisodeTrend.of(rows(1, i -> 5, 1)).fell()).isFalse();
  }

  private static double gaussian(SplittableRandom random) {
    double sum = 0;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum - 6;
  }

  private static List<TrainingRow> rows(int count, IntToDoubleFunction seconds, int workloads) {
    List<TrainingRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          new TrainingRow(
              i + 1,
              i + 1,
              "M" + (i % workloads + 1),
              0,
              seconds.applyAsDouble(i),
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              Double.NaN));
    }
    return rows;
  }
}
