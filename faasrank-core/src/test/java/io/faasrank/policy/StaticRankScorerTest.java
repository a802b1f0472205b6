package io.faasrank.policy;

import static io.faasrank.cluster.ResourceMetric.CPU_IDLE;
import static io.faasrank.cluster.ResourceMetric.CPU_LOAD_AVG;
import static io.faasrank.cluster.ResourceMetric.DISK_READ_TIME;
import static io.faasrank.cluster.ResourceMetric.DISK_WRITE_TIME;
import static io.faasrank.cluster.ResourceMetric.MEMORY_FREE;
import static io.faasrank.cluster.ResourceMetric.NET_BYTE_RECV;
import static io.faasrank.cluster.ResourceMetric.NET_BYTE_SENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.cluster.FakeCluster;
import io.faasrank.cluster.ResourceMetric;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Each term of Eq. 1 by hand. Guards against a term with the wrong weight, scale or sign, and
 * against an unknown metric that reads as an idle machine.
 */
final class StaticRankScorerTest {

  private static final Offset<Float> TOLERANCE = within(1e-5f);

  /** Two empty invokers: cpu, memory, disk, network, load unknown; infra 0; slots 1. */
  private static final float UNKNOWN = 2 * 0.5f + 1.5f * 0.5f + 0.5f + 0.5f + 0.5f + 0 + 3;

  private final FakeCluster view = FakeCluster.ofSize(2);

  @Test
  void countsUnknownTermsAsNeutral() {
    assertScores(UNKNOWN, UNKNOWN);
  }

  @Test
  void addsAllTermsOfEquationOne() {
    set(CPU_IDLE, 6000, 2000);
    set(MEMORY_FREE, 4000, 8000);
    set(DISK_READ_TIME, 10, 40);
    set(DISK_WRITE_TIME, 20, 0);
    set(NET_BYTE_RECV, 500, 200);
    set(NET_BYTE_SENT, 500, 300);
    set(CPU_LOAD_AVG, 2, 12);
    view.setIdleWarm(1, Decisions.ACTION, 3);
    view.setFreeMemoryMb(0, 1024);
    view.setFreeMemoryMb(1, 511);
    assertScores(
        2 * 0.75f + 1.5f * 0.5f + 1 + 0 + 0.75f + 0 + 3 * 4 / 8f,
        2 * 0.25f + 1.5f * 1 + 0 + 1 + 0 + 1 + 3 * 1 / 8f);
  }

  @Test
  void placesDiskBetweenTheLeastAndTheMostBusyCandidate() {
    view.resize(3, 2048, 8);
    for (int i = 0; i < 3; i++) {
      view.setResource(i, DISK_READ_TIME, new float[] {0, 30, 100}[i]);
      view.setResource(i, DISK_WRITE_TIME, 0);
    }
    float[] scores = Decisions.scores(new StaticRankScorer(), view);
    assertThat(scores[0] - scores[1]).isCloseTo(0.3f, TOLERANCE);
    assertThat(scores[1] - scores[2]).isCloseTo(0.7f, TOLERANCE);
  }

  @Test
  void keepsOneUnknownInvokerFromHidingTheOthers() {
    view.resize(3, 2048, 8);
    view.setResource(1, MEMORY_FREE, 1000);
    view.setResource(2, MEMORY_FREE, 250);
    float[] scores = Decisions.scores(new StaticRankScorer(), view);
    assertThat(scores[0]).isCloseTo(UNKNOWN, TOLERANCE);
    assertThat(scores[1]).isCloseTo(UNKNOWN + 1.5f * 0.5f, TOLERANCE);
    assertThat(scores[2]).isCloseTo(UNKNOWN - 1.5f * 0.25f, TOLERANCE);
  }

  @Test
  void boundsTermsThatExceedTheirScale() {
    set(CPU_IDLE, 1e9f, -5);
    set(CPU_LOAD_AVG, 1e9f, 0);
    assertScores(UNKNOWN + 2 * 0.5f - 0.5f, UNKNOWN - 2 * 0.5f + 0.5f);
  }

  @Test
  void givesNoSlotsToAnInvokerThatIsFull() {
    view.setFreeMemoryMb(0, -700);
    view.setFreeMemoryMb(1, 0);
    assertScores(UNKNOWN - 3, UNKNOWN - 3);
  }

  private void set(ResourceMetric metric, float first, float second) {
    view.setResource(0, metric, first);
    view.setResource(1, metric, second);
  }

  private void assertScores(float first, float second) {
    float[] scores = Decisions.scores(new StaticRankScorer(), view);
    assertThat(scores[0]).isCloseTo(first, TOLERANCE);
    assertThat(scores[1]).isCloseTo(second, TOLERANCE);
  }
}
