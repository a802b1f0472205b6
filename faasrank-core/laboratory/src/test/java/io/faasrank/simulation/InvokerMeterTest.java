package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.faasrank.cluster.ResourceMetric;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Guards the lazy sampling: however often someone looks, the samples are the same, they are stale
 * until the next interval, and they add up to the machine.
 */
final class InvokerMeterTest {

  private static final double BLUR_PERCENT = 100 * InvokerMeter.BLUR + 1e-3;

  @Test
  void lookingMoreOftenChangesNothing() {
    SplittableRandom random = new SplittableRandom(5);
    InvokerMeter rarely = meter();
    InvokerMeter often = meter();
    double now = 0;
    for (int event = 0; event < 500; event++) {
      double busy = random.nextDouble(8);
      int running = random.nextInt(10);
      int starting = random.nextInt(running + 1);
      double next = now + (random.nextInt(4) == 0 ? random.nextDouble(5) : random.nextDouble(0.4));
      double step = (next - now) / 7;
      for (int i = 1; i < 7; i++) {
        often.advance(now + i * step, busy, running, starting, 512);
      }
      often.advance(next, busy, running, starting, 512);
      rarely.advance(next, busy, running, starting, 512);
      for (int m = 0; m < ResourceMetric.COUNT; m++) {
        assertThat(rarely.latest()[m])
            .as("%s at event %d", ResourceMetric.values()[m], event)
            .isCloseTo(often.latest()[m], withinPercentage(0.01));
      }
      rarely.countArrival();
      often.countArrival();
      now = next;
    }
  }

  @Test
  void sampleShowsTheIntervalBeforeIt() {
    InvokerMeter meter = meter();
    meter.advance(1.3, 0, 0, 0, 0);
    meter.advance(1.8, 4, 2, 0, 512);
    float idle = meter.latest()[ResourceMetric.CPU_IDLE.ordinal()];
    meter.advance(2.3, 0, 0, 0, 0);
    float oneBusySecond = meter.latest()[ResourceMetric.CPU_IDLE.ordinal()];

    assertThat(idle).isCloseTo(8_000, withinPercentage(BLUR_PERCENT));
    assertThat(oneBusySecond).isCloseTo(8_000 - 4_000 * 0.5f, withinPercentage(BLUR_PERCENT));
  }

  @Test
  void loadAverageApproachesTheNumberOfTasks() {
    InvokerMeter meter = meter();
    meter.advance(60, 4, 5, 0, 512);

    assertThat(meter.latest()[ResourceMetric.CPU_LOAD_AVG.ordinal()])
        .isCloseTo((float) (5 * (1 - Math.exp(-1)) + 0.1), withinPercentage(BLUR_PERCENT));
  }

  @Test
  void nothingTellsTheAgeOfTheCluster() {
    InvokerMeter meter = meter();
    float[] early = new float[0];
    for (int second = 1; second <= 4 * 3_600; second++) {
      meter.advance(second, 4, 5, 1, 512);
      if (second % 10 == 0) {
        meter.countCreation();
      }
      if (second == 900) {
        early = meter.latest().clone();
      }
    }
    for (ResourceMetric metric : ResourceMetric.values()) {
      assertThat(meter.latest()[metric.ordinal()])
          .as("%s", metric)
          .isCloseTo(early[metric.ordinal()], withinPercentage(2 * BLUR_PERCENT));
    }
  }

  private static InvokerMeter meter() {
    return new InvokerMeter(InvokerSettings.PAPER, 1, 0.25, 99);
  }
}
