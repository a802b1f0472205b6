package io.faasrank.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.cluster.NewestReports;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import io.faasrank.loadbalancer.decision.Mode;
import io.faasrank.loadbalancer.decision.ModeSwitch;
import io.faasrank.loadbalancer.model.ModelStore;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.RecordingSink;
import io.faasrank.loadbalancer.observe.Series;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.ScoringEngine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Guards against metrics that end for good since one thing failed, against books that grow where no
 * report ever trims them, and against a total that no metric shows.
 */
final class HousekeepingTest {

  private static final int MOST_ACTIONS = 16;

  private final RecordingSink sink = new RecordingSink();
  private final Meters meters = new Meters(sink);
  private final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), MOST_ACTIONS, () -> 0);
  private final ModelStore models = ModelStore.open("extended", ScoringEngine.JAVA, served -> {});
  private final FeedListener listener =
      new FeedListener(
          new NewestReports(new ReportIntake(book, meters), book, meters, 1),
          new ModeSwitch(Mode.HASHING, meters),
          models);
  private Throwable failure = new IllegalStateException("broken");
  private final Housekeeping housekeeping =
      new Housekeeping(meters, models, book, listener, () -> 0);

  @AfterEach
  void close() {
    housekeeping.close();
  }

  @Test
  void whatFailsEndsNeitherTheOthersNorItself() {
    AtomicLong total = new AtomicLong();
    housekeeping.follow(this::fail, OperatorMetric.FEED_FAULTS);
    housekeeping.follow(total::get, OperatorMetric.FEED_FAULTS);
    for (Throwable each :
        new Throwable[] {
          failure, new NoClassDefFoundError("half a jar"), new OutOfMemoryError("for a moment")
        }) {
      failure = each;
      total.addAndGet(2);
      housekeeping.tick();
    }
    assertThat(sink.counts())
        .containsEntry(Series.of(OperatorMetric.FEED_FAULTS), 6L)
        .containsEntry(Series.of(OperatorMetric.FAULTS), 3L);
    assertThat(sink.gauges()).containsEntry(Series.of(OperatorMetric.REDIS_CONNECTED), 0L);
  }

  @Test
  void forgetsActionsThoughNoReportComes() {
    for (int i = 0; i < 3 * MOST_ACTIONS; i++) {
      assertThat(book.actions().book("guest", "guest/" + i, 256)).isNotNull();
    }
    housekeeping.tick();
    assertThat(book.actions().size()).isEqualTo(MOST_ACTIONS);
  }

  @Test
  void theGaugeShowsTheModelThatServesAndNoOther() {
    ModelStore absent = ModelStore.open("absent.safetensors", ScoringEngine.JAVA, served -> {});
    Series gauge = Series.of(OperatorMetric.MODEL, "v1");
    try (Housekeeping other = new Housekeeping(meters, absent, book, listener, () -> 0)) {
      absent.offer("v1", ShippedModel.bytes("extended"), null);
      other.tick();
      assertThat(sink.gauges()).containsEntry(gauge, 1L);
      absent.offer("v2", ShippedModel.bytes("table1"), null);
      other.tick();
      assertThat(sink.gauges())
          .doesNotContainKey(gauge)
          .containsEntry(Series.of(OperatorMetric.MODEL, "v2"), 1L);
      absent.withdrawn();
      other.tick();
      assertThat(sink.gauges().keySet())
          .noneMatch(series -> series.metric() == OperatorMetric.MODEL);
      absent.offer("v1", ShippedModel.bytes("extended"), null);
      other.tick();
      assertThat(sink.gauges()).containsEntry(gauge, 1L);
    }
  }

  private long fail() {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
