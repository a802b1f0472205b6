package io.faasrank.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.FakeCluster;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Guards against a formula that differs from its documentation, a column that grows with the
 * cluster, and a value that is no number.
 */
final class GeneralColumnsTest {

  private static final Action ACTION = new Action(4, "guest", "guest/DH", 256);
  private static final FeatureSchema SCHEMA = FeatureSchema.GENERAL;
  private static final Set<String> TIMES =
      Set.of("run_time_log", "init_time_log", "init_to_run_log");

  /** Two invokers: 2,048 MB and 8 cores each, the second one busy. */
  private static FakeCluster busy() {
    FakeCluster view = FakeCluster.ofSize(2);
    view.setFreeMemoryMb(1, 512);
    view.setInflight(1, 64);
    view.setQueued(1, 8);
    view.setIdleWarm(1, ACTION, 3);
    view.setIdleMemoryMb(1, 384);
    view.setWorkMbSeconds(1, 4096);
    view.setRunSeconds(ACTION, 2);
    view.setInitSeconds(ACTION, 0.5f);
    return view;
  }

  @Test
  void areTheFormulasOfTheDocumentation() {
    FakeCluster view = busy();
    // of 64 activations on the second invoker, two are of the action
    assertThat(view.inflight(1, ACTION)).isEqualTo(2);
    double place = view.walk(ACTION).place(1);
    List<Double> expected =
        List.of(
            Math.log(2),
            Math.log(0.5),
            Math.log(0.25),
            0.0,
            Math.log(256 / 2048.0),
            Math.log1p(2),
            0.0,
            Math.log1p(64 / 16.0),
            Math.log1p(1536 / 4096.0),
            Math.log1p(8 / 16.0),
            Math.log1p(3),
            asinh(2 * (512 - 256) / 2048.0),
            Math.log1p(64),
            Math.log1p(8),
            1.0,
            2 / 65.0,
            Math.log1p(2),
            2 / 3.0,
            Math.log1p(1),
            384 / 2048.0,
            (512 - 384 - 256) / 2048.0,
            Math.log1p(192 / 100.0),
            0.0,
            0.0,
            Math.log(193 / 97.0),
            Math.log(8.01 / 4.01),
            asinh(0.5),
            Math.log(2.01 / 1.01),
            Math.log1p(2),
            place / 2,
            1 / (1 + place));
    assertThat(SCHEMA.width()).isEqualTo(expected.size());
    float[] row = row(view, 1);
    for (int i = 0; i < row.length; i++) {
      assertThat((double) row[i])
          .as(SCHEMA.features().get(i).name())
          .isCloseTo(expected.get(i), within(1e-5));
    }
  }

  @Test
  void anUnknownActionIsUnknownInItsTimesOnly() {
    FakeCluster view = busy();
    view.setRunSeconds(ACTION, Float.NaN);
    view.setInitSeconds(ACTION, Float.NaN);
    float[] row = row(view, 0);
    for (int i = 0; i < row.length; i++) {
      String name = SCHEMA.features().get(i).name();
      assertThat(Float.isNaN(row[i])).as(name).isEqualTo(TIMES.contains(name));
    }
    assertThat(row[3]).isEqualTo(1);
  }

  /** The bound is that of logarithms of what no cluster reaches. */
  @Test
  void areBoundedWhateverTheClusterHolds() {
    SplittableRandom random = new SplittableRandom(5);
    FakeCluster view = FakeCluster.ofSize(1);
    view.setRunSeconds(ACTION, 0);
    view.setInitSeconds(ACTION, 1e6f);
    for (int r = 0; r < 500; r++) {
      view.randomize(random, 30);
      int position = random.nextInt(view.size());
      view.setWorkMbSeconds(position, r % 3 == 0 ? 1e12f : 0);
      view.setCores(position, r % 5 == 0 ? 0 : 1024);
      view.setFreeMemoryMb(position, r % 2 == 0 ? -1_000_000 : 2048);
      view.setInflight(position, r % 7 == 0 ? 1_000_000 : 0);
      for (float value : row(view, position)) {
        assertThat(value).isBetween(-30f, 30f);
      }
    }
  }

  private static float[] row(FakeCluster view, int position) {
    float[] row = new float[SCHEMA.width()];
    new StateEncoder(SCHEMA).encode(view, ACTION, new int[] {position}, 1, row);
    return row;
  }

  private static double asinh(double x) {
    return Math.log(x + Math.sqrt(x * x + 1));
  }
}
