package io.faasrank.loadbalancer.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.ResourceMetric;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.cluster.HandClock;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.ReportDraft;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import io.faasrank.loadbalancer.cluster.SemaphoreSlots;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.RecordingSink;
import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.ArgMax;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Guards against a model that decides though most of what it sees is unknown or far beyond its
 * training, and against nobody seeing it.
 */
final class LostValuesTest {

  /** Table I's 26 columns for each of two invokers; no time of the action is known. */
  private static final int VALUES = 52;

  private static final Model MODEL = ShippedModel.open("table1");

  private final HandClock clock = new HandClock();
  private final Meters meters = new Meters(new RecordingSink());
  private final ClusterBook book =
      new ClusterBook(new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), 100, clock);
  private final ActionBook action = book.actions().book("guest", "guest/DH", 256);
  private final SemaphoreSlots slots = new SemaphoreSlots(2, 2048);

  @Test
  void placesWhatItKnowsMostOf() {
    report(10);
    assertThat(place(0.4)).isTrue();
    assertThat(total("unknown")).isEqualTo(2);
    assertThat(total("known") + total("clipped") + total("unknown")).isEqualTo(VALUES);
    assertThat(fallbacks()).isZero();
  }

  @Test
  void leavesToHashingWhatIsMostlyUnknown() {
    report(Double.NaN);
    assertThat(place(0.4)).isFalse();
    assertThat(fallbacks()).isEqualTo(1);
    assertThat(total("unknown")).isEqualTo(44);
    assertThat(place(1)).isTrue();
  }

  @Test
  void leavesToHashingWhatIsMostlyBeyondItsTraining() {
    report(1e9);
    assertThat(place(0.4)).isFalse();
    assertThat(fallbacks()).isEqualTo(1);
    assertThat(total("clipped")).isEqualTo(42);
  }

  private void report(double everyMetric) {
    ReportIntake intake = new ReportIntake(book, meters);
    for (int i = 0; i < 2; i++) {
      ReportDraft report = new ReportDraft(i, ReportDraft.NOON);
      for (ResourceMetric metric : ResourceMetric.values()) {
        report.resource(metric, everyMetric);
      }
      intake.take(report.report());
    }
  }

  private boolean place(double maxLostShare) {
    Policy policy = new Policy("learned", new NetworkScorer(MODEL), new ArgMax());
    Served served = new Served(MODEL, policy.scorer(), "1", "shipped model table1");
    Placement placement =
        new Placement(
            book,
            () -> new Serving(policy, policy, served),
            0.5,
            maxLostShare,
            Duration.ofDays(1),
            meters,
            clock,
            1);
    Pool pool = new Pool(false, 0, new boolean[] {true, true}, new int[] {2048, 2048});
    return placement.place(new Request("1", action, pool, 1, slots.of(action, 1))) != null;
  }

  private long fallbacks() {
    return meters.total(OperatorMetric.FALLBACKS, Fallback.OUT_OF_RANGE.label());
  }

  private long total(String fate) {
    return meters.total(OperatorMetric.ENCODED_VALUES, fate);
  }
}
