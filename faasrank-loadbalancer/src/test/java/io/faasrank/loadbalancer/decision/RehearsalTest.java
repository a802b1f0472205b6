package io.faasrank.loadbalancer.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.typesafe.config.ConfigFactory;
import io.faasrank.loadbalancer.FaaSRank;
import io.faasrank.loadbalancer.cluster.Freshness;
import io.faasrank.loadbalancer.cluster.HandClock;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.RecordingSink;
import io.faasrank.loadbalancer.settings.LoadBalancerSettings;
import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Scorer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards against a rehearsal that holds up a controller's start, that fails it, that is counted as
 * if it were traffic, or that does not take place.
 */
final class RehearsalTest {

  private static final Model MODEL = ShippedModel.open("extended");

  private static final long LONGEST_NANOS = Rehearsal.LONGEST.toNanos();

  private final HandClock clock = new HandClock();
  private final AtomicInteger scored = new AtomicInteger();
  private final Rehearsal rehearsal = new Rehearsal("faasrank", CandidateLimit.NONE, clock);

  @Test
  void decidesByTheModelAsOftenAsItSays() {
    rehearsal.ofModel(served(new NetworkScorer(MODEL), 0));
    assertThat(scored).hasValue(Rehearsal.DECISIONS);
  }

  @Test
  void endsInTimeWhereDecisionsAreSlow() {
    rehearsal.ofModel(served(new NetworkScorer(MODEL), 100));
    assertThat(scored).hasValue((int) Rehearsal.LONGEST.toMillis() / 100);
  }

  @Test
  void decidesOnceWhereEvenLoadingTheClassesTakesTooLong() {
    AtomicInteger looks = new AtomicInteger();
    Rehearsal slow =
        new Rehearsal(
            "faasrank", CandidateLimit.NONE, () -> looks.getAndIncrement() * LONGEST_NANOS);
    slow.ofModel(served(new NetworkScorer(MODEL), 0));
    assertThat(scored).hasValue(1);
  }

  @Test
  void rehearsesOnlyThePolicyInUse() {
    new Rehearsal("greedy", CandidateLimit.NONE, clock)
        .ofModel(served(new NetworkScorer(MODEL), 0));
    assertThat(scored).hasValue(0);
  }

  @Test
  void aFailureChangesNothing() {
    Scorer broken =
        (view, action, decision) -> {
          throw new IllegalStateException("broken");
        };
    Scorer unlinked =
        (view, action, decision) -> {
          throw new NoSuchMethodError("another version");
        };
    assertThatCode(() -> rehearsal.ofModel(served(broken, 0))).doesNotThrowAnyException();
    assertThatCode(() -> rehearsal.ofModel(served(unlinked, 0))).doesNotThrowAnyException();
    assertThat(scored).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"faasrank", "faasrank-sampled", "round-robin", "hermod", "hashing"})
  void isNoTraffic(String policy) {
    RecordingSink sink = new RecordingSink();
    String settings = "faasrank { redis.port = 1, candidates = 4, policy = %s }".formatted(policy);
    try (FaaSRank faasrank =
        FaaSRank.start(
            LoadBalancerSettings.from(
                ConfigFactory.parseString(settings)
                    .withFallback(ConfigFactory.parseResources("reference.conf"))
                    .resolve()),
            sink,
            "0")) {
      faasrank.meters().flush();
      assertThat(sink.counts()).isEmpty();
      assertThat(sink.values(OperatorMetric.DECISION_TIME, policy)).isEmpty();
      assertThat(sink.values(OperatorMetric.COMPLETION_TIME, policy)).isEmpty();
      assertThat(faasrank.ledger().inflight()).isZero();
      assertThat(faasrank.book().actions().size()).isZero();
      assertThat(faasrank.book().freshness(0, System.nanoTime())).isEqualTo(Freshness.ABSENT);
    }
  }

  /** The scorer, counted, with a clock that goes on by so many milliseconds at each decision. */
  private Served served(Scorer scorer, int millis) {
    Scorer counted =
        (view, action, decision) -> {
          scored.incrementAndGet();
          clock.advanceMillis(millis);
          scorer.score(view, action, decision);
        };
    return new Served(MODEL, counted, "1", "test");
  }
}
