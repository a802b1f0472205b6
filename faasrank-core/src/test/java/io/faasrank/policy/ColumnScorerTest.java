package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.faasrank.cluster.Action;
import io.faasrank.cluster.FakeCluster;
import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.RunningStatistics;
import io.faasrank.feature.Scaler;
import io.faasrank.feature.StateEncoder;
import io.faasrank.model.ColumnNetwork;
import io.faasrank.model.Model;
import io.faasrank.model.ScoreNetwork;
import io.faasrank.model.ShippedModel;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Scoring column by column chooses as scoring every row does. Guards against an invoker's share
 * that outlives a change of the invoker, a column that is forgotten or counted twice, a bound on
 * rounding that is too small, and against lost values that nobody counts.
 */
final class ColumnScorerTest {

  private static final SplittableRandom UNUSED = new SplittableRandom(0);

  @ParameterizedTest
  @EnumSource
  void choosesAsRowsDoByShippedModels(FeatureSchema schema) {
    int many = check(ShippedModel.open(schema.schemaName()), new SplittableRandom(11), 60);
    assertThat(many).isGreaterThan(300);
  }

  @ParameterizedTest
  @EnumSource
  void choosesAsRowsDoByRandomModels(FeatureSchema schema) {
    SplittableRandom random = new SplittableRandom(12);
    int many = 0;
    for (int m = 0; m < 40; m++) {
      many += check(randomModel(schema, random), random, 3);
    }
    assertThat(many).isGreaterThan(600);
  }

  @Test
  void allocatesNothingOnceItHasSeenTheCluster() {
    ChangingCluster view = new ChangingCluster();
    view.replaceAll(new SplittableRandom(3), 900);
    Policy policy = policy(ShippedModel.open("general"));
    Decision decision = new Decision();
    Action action = new Action(1, "guest", "guest/a", 128);
    decideOften(policy, view, action, decision);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    decideOften(policy, view, action, decision);
    // the view's own copy of its numbers, 3.6 kB each
    long perDecision = (threads.getCurrentThreadAllocatedBytes() - before) / 100;
    assertThat(perDecision).isLessThan(4 * 912 + 200);
  }

  private static void decideOften(
      Policy policy, ChangingCluster view, Action action, Decision decision) {
    for (int i = 0; i < 100; i++) {
      policy.decide(view, action, decision, UNUSED);
    }
  }

  /** Compares decisions by the model, and returns how many of them had many candidates. */
  private static int check(Model model, SplittableRandom random, int clusters) {
    float error = new ColumnNetwork(model.actor()).error(model.schema().clip());
    Policy policy = policy(model);
    Decision byColumns = new Decision();
    Decision byRows = new Decision();
    byColumns.keepRows(true);
    ChangingCluster view = new ChangingCluster();
    int many = 0;
    for (int c = 0; c < clusters; c++) {
      view.replaceAll(random, 100 + random.nextInt(900));
      for (int d = 0; d < 20; d++) {
        int id = random.nextInt(32);
        Action action = new Action(id, "guest", "guest/" + id, 128 << random.nextInt(5));
        setTimes(view, action, random);

        int chosen = policy.decide(view, action, byColumns, UNUSED);

        view.telling(false);
        assertThat(chosen).isEqualTo(policy.decide(view, action, byRows, UNUSED));
        view.telling(true);
        assertThat(byColumns.encodedRows()).isEqualTo(byRows.encodedRows());
        assertThat(byColumns.count()).isEqualTo(byRows.count());
        assertSameCounts(byColumns, byRows);
        if (byRows.count() > 0) {
          int index = byRows.chosenIndex();
          assertThat(byColumns.scores()[index]).isEqualTo(byRows.scores()[index]);
        }
        for (int i = 0; i < byRows.count(); i++) {
          assertThat(byColumns.scores()[i]).isCloseTo(byRows.scores()[i], within(error));
        }
        many += byRows.count() >= NetworkScorer.MANY ? 1 : 0;
        view.changeSome(random);
      }
    }
    return many;
  }

  private static void assertSameCounts(Decision one, Decision other) {
    assertThat(one.counts().values()).isEqualTo(other.counts().values());
    assertThat(one.counts().clipped()).isEqualTo(other.counts().clipped());
    assertThat(one.counts().unknown()).isEqualTo(other.counts().unknown());
  }

  private static void setTimes(FakeCluster view, Action action, SplittableRandom random) {
    view.setInitSeconds(action, random.nextInt(4) == 0 ? Float.NaN : random.nextInt(30) / 4f);
    view.setRunSeconds(action, random.nextInt(4) == 0 ? Float.NaN : random.nextInt(9_000) / 4f);
  }

  private static Policy policy(Model model) {
    return Policies.create("faasrank", () -> new NetworkScorer(model));
  }

  /** Random weights of a random size, and a scaler that has seen a random cluster. */
  private static Model randomModel(FeatureSchema schema, SplittableRandom random) {
    ChangingCluster seen = new ChangingCluster();
    seen.replaceAll(random, 300);
    int[] all = new int[seen.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    float[] rows = new float[all.length * schema.width()];
    new StateEncoder(schema)
        .encode(seen, new Action(0, "guest", "guest/0", 256), all, all.length, rows);
    RunningStatistics statistics = new RunningStatistics(schema.width());
    statistics.add(rows, all.length);
    Scaler scaler = statistics.toScaler();
    float[][] parameters =
        ScoreNetwork.random(schema.width(), random::nextFloat, 1 + random.nextInt(20)).parameters();
    float larger = 0.1f + 5 * random.nextFloat();
    for (int t = 0; t < 4; t++) {
      for (int i = 0; i < parameters[t].length; i++) {
        parameters[t][i] *= larger;
      }
    }
    ScoreNetwork actor = new ScoreNetwork(schema.width(), parameters);
    return new Model(schema, scaler, actor, actor, Map.of());
  }
}
