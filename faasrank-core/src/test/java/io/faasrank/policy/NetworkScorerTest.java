package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.Scaler;
import io.faasrank.model.Model;
import io.faasrank.model.ScoreNetwork;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Guards against scores of unscaled rows, of the wrong candidate, or that are no numbers; and
 * against garbage made per decision.
 */
class NetworkScorerTest {

  private static final Action ACTION = new Action(0, "guest", "guest/DH", 256);
  private static final Selector FIRST = (decision, random) -> 0;

  @Test
  void scoresTheScaledRowOfEachCandidate() {
    float[] mean = new float[26];
    float[] deviation = new float[26];
    Arrays.fill(mean, 3f);
    Arrays.fill(deviation, 2f);
    mean[24] = 256f;
    Model model = model(new Scaler(mean, deviation));
    TinyView view = new TinyView(6, 1f);
    view.usable[2] = false;
    Decision decision = new Decision();
    decide(model, view, decision);

    assertThat(decision.count()).isEqualTo(5);
    assertThat(decision.encodedRows()).hasSize(5 * 26);
    for (int c = 0; c < 5; c++) {
      int invoker = decision.candidates()[c];
      float[] row = new float[26];
      Arrays.fill(row, 0, ResourceMetric.COUNT, (1 + invoker - 3) / 2f);
      row[21] = 5f;
      row[22] = (invoker - 3) / 2f;
      row[23] = -1f;
      row[25] = 0f;
      assertThat(Arrays.copyOfRange(decision.encodedRows(), 26 * c, 26 * c + 26)).isEqualTo(row);
      assertThat(decision.scores()[c]).isCloseTo(model.actor().mean(row, 1), within(1e-7f));
    }
  }

  @Test
  void givesANumberWhateverTheViewHolds() {
    Model model = model(Scaler.identity(26));
    Decision decision = new Decision();
    for (float value :
        new float[] {Float.NaN, Float.POSITIVE_INFINITY, -Float.MAX_VALUE, Float.MIN_VALUE}) {
      decide(model, new TinyView(40, value), decision);
      for (int c = 0; c < 40; c++) {
        assertThat(decision.scores()[c]).isFinite();
      }
    }
  }

  @Test
  void allocatesNothing() {
    Policy policy = new Policy("learned", new NetworkScorer(model(Scaler.identity(26))), FIRST);
    TinyView view = new TinyView(100, 1f);
    Decision decision = new Decision();
    SplittableRandom random = new SplittableRandom(1);
    policy.decide(view, ACTION, decision, random);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    threads.getThreadAllocatedBytes(id);
    long before = threads.getThreadAllocatedBytes(id);
    for (int i = 0; i < 1_000; i++) {
      policy.decide(view, ACTION, decision, random);
    }
    assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(1_000);
  }

  private static void decide(Model model, ClusterView view, Decision decision) {
    new Policy("learned", new NetworkScorer(model), FIRST)
        .decide(view, ACTION, decision, new SplittableRandom(1));
  }

  private static Model model(Scaler scaler) {
    Random random = new Random(5);
    return new Model(
        FeatureSchema.TABLE1,
        scaler,
        ScoreNetwork.random(26, random::nextFloat),
        ScoreNetwork.random(26, random::nextFloat),
        Map.of());
  }
}
