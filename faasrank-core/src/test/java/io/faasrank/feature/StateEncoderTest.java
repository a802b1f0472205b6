package io.faasrank.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterSums;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.CoprimeSteps;
import io.faasrank.cluster.CountedSums;
import io.faasrank.cluster.FakeCluster;
import io.faasrank.cluster.HashingWalk;
import io.faasrank.cluster.ResourceMetric;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Guards against columns in the wrong place, rows of the wrong invoker, an unknown value that turns
 * into zero, and garbage made per decision.
 */
class StateEncoderTest {

  private static final Action ACTION = new Action(4, "guest", "guest/DH", 256);

  @ParameterizedTest
  @EnumSource(names = {"TABLE1", "EXTENDED"})
  void writesEveryColumnInOrder(FeatureSchema schema) {
    float[] rows = new float[2 * schema.width()];
    new StateEncoder(schema).encode(new NumberedView(), ACTION, new int[] {3, 1, 99}, 2, rows);
    assertThat(rows).isEqualTo(concatenate(expected(schema, 3), expected(schema, 1)));
  }

  @Test
  void keepsTheUnknownUnknown() {
    float[] rows = new float[26];
    ClusterView unknown =
        new NumberedView() {
          @Override
          public float initSeconds(Action action) {
            return Float.NaN;
          }
        };
    new StateEncoder(FeatureSchema.TABLE1).encode(unknown, ACTION, new int[] {0}, 1, rows);
    assertThat(rows[25]).isNaN();
  }

  @ParameterizedTest
  @EnumSource(FeatureSchema.class)
  void readsEachColumnByItsReader(FeatureSchema schema) {
    FakeCluster view = FakeCluster.ofSize(1);
    SplittableRandom random = new SplittableRandom(3);
    StateEncoder encoder = new StateEncoder(schema);
    for (int r = 0; r < 200; r++) {
      view.randomize(random, 20);
      int[] candidates = new int[view.size()];
      Arrays.setAll(candidates, i -> view.size() - 1 - i);
      float[] rows = new float[view.size() * schema.width()];
      encoder.encode(view, ACTION, candidates, view.size(), rows);
      for (int at = 0; at < rows.length; at++) {
        int position = candidates[at / schema.width()];
        Feature column = schema.features().get(at % schema.width());
        // shared columns are read of the first candidate
        int read = column.source().shared() ? candidates[0] : position;
        assertThat(rows[at])
            .as("%s of %d", column.name(), position)
            .isEqualTo(Float.valueOf(column.reader().read(view, read, ACTION)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(FeatureSchema.class)
  void allocatesNothing(FeatureSchema schema) {
    ClusterView view = new NumberedView();
    StateEncoder encoder = new StateEncoder(schema);
    int[] candidates = new int[100];
    float[] rows = new float[100 * schema.width()];
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    encoder.encode(view, ACTION, candidates, 100, rows);
    threads.getThreadAllocatedBytes(id);
    long before = threads.getThreadAllocatedBytes(id);
    for (int i = 0; i < 1_000; i++) {
      encoder.encode(view, ACTION, candidates, 100, rows);
    }
    assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(1_000);
  }

  private static float[] expected(FeatureSchema schema, int invoker) {
    float[] row = new float[schema.width()];
    for (int m = 0; m < 21; m++) {
      row[m] = 1_000 * invoker + m;
    }
    float[] table1 = {-10 - invoker, 20 + invoker, 34 + invoker, 256, 0.5f};
    System.arraycopy(table1, 0, row, 21, 5);
    if (schema == FeatureSchema.EXTENDED) {
      float[] extension = {44 + invoker, 2.5f, 50 + invoker, 60 + invoker, 70 + invoker};
      System.arraycopy(extension, 0, row, 26, 5);
    }
    return row;
  }

  private static float[] concatenate(float[] a, float[] b) {
    float[] both = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  /** Every value tells what it is and of which invoker. */
  private static class NumberedView implements ClusterView {

    private final CountedSums sums = new CountedSums(this);
    private final HashingWalk walk = CoprimeSteps.of(10).walk(ACTION);
    private final float[][] resources = new float[10][ResourceMetric.COUNT];

    NumberedView() {
      for (int i = 0; i < resources.length; i++) {
        for (int m = 0; m < ResourceMetric.COUNT; m++) {
          resources[i][m] = 1_000 * i + m;
        }
      }
    }

    @Override
    public int size() {
      return resources.length;
    }

    @Override
    public boolean usable(int position) {
      return true;
    }

    @Override
    public int memoryMb(int position) {
      return 2_048;
    }

    @Override
    public int freeMemoryMb(int position) {
      return -10 - position;
    }

    @Override
    public int inflight(int position) {
      return 20 + position;
    }

    @Override
    public int inflight(int position, Action action) {
      return 40 + action.id() + position;
    }

    @Override
    public int idleWarm(int position, Action action) {
      return 30 + action.id() + position;
    }

    @Override
    public int queued(int position) {
      return 50 + position;
    }

    @Override
    public int idleMemoryMb(int position) {
      return 60 + position;
    }

    @Override
    public float cores(int position) {
      return 70 + position;
    }

    @Override
    public float workMbSeconds(int position) {
      return 80 + position;
    }

    @Override
    public ClusterSums sums(Action action) {
      return sums.of(action);
    }

    @Override
    public HashingWalk walk(Action action) {
      return walk;
    }

    @Override
    public float[] resources(int position) {
      return resources[position];
    }

    @Override
    public float initSeconds(Action action) {
      return 0.5f;
    }

    @Override
    public float runSeconds(Action action) {
      return 2.5f;
    }
  }
}
