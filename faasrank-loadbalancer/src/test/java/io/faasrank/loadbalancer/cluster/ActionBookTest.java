package io.faasrank.loadbalancer.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.faasrank.cluster.ActionReport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Guards against means that weigh an invoker twice or a missing measurement as zero, and against
 * container counts that drift where activations share containers.
 */
final class ActionBookTest {

  private final ActionBook book = new ActionTable(10, () -> 0).book("guest", "guest/DH", 256);

  @Test
  void knowsNoTimesBeforeTheFirstMeasurement() {
    assertThat(book.initSeconds()).isNaN();
    assertThat(book.runSeconds()).isNaN();
    book.measured(0, report(0, 0, 0, 0));
    assertThat(book.initSeconds()).isNaN();
    assertThat(book.runSeconds()).isNaN();
  }

  @Test
  void weighsInvokersByTheirMeasurements() {
    book.measured(0, report(1, 1000, 3, 100));
    book.measured(7, report(3, 2000, 1, 500));
    assertThat(book.initSeconds()).isCloseTo(1.75f, within(1e-6f));
    assertThat(book.runSeconds()).isCloseTo(0.2f, within(1e-6f));
  }

  @Test
  void countsAnInvokersLastReportOnly() {
    book.measured(0, report(1, 1000, 1, 100));
    book.measured(0, report(2, 3000, 2, 300));
    assertThat(book.initSeconds()).isCloseTo(3f, within(1e-6f));
    assertThat(book.runSeconds()).isCloseTo(0.3f, within(1e-6f));
  }

  @Test
  void forgetsWhatARestartedInvokerHadMeasured() {
    // sums that binary fractions cannot hold
    book.measured(0, report(3, 0.1, 7, 0.7));
    book.measured(1, report(1, 1e9 / 3, 1, 1e9 / 7));
    book.measured(0, report(0, 0, 0, 0));
    book.measured(1, report(0, 0, 0, 0));
    assertThat(book.initSeconds()).isNaN();
    assertThat(book.runSeconds()).isNaN();
    book.measured(0, report(1, 2000, 1, 300));
    assertThat(book.initSeconds()).isCloseTo(2f, within(1e-6f));
    assertThat(book.runSeconds()).isCloseTo(0.3f, within(1e-6f));
  }

  /** A report must not cost what all invokers have ever reported: that is quadratic. */
  @Test
  void aReportCostsTheSameInAClusterOfAnySize() {
    int invokers = 100_000;
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          for (int i = 0; i < 2 * invokers; i++) {
            book.measured(i % invokers, report(1, 1000, 1, i));
          }
        });
    assertThat(book.runSeconds()).isCloseTo(149.9995f, within(1e-3f));
  }

  @Test
  void needsAContainerForEachWhereNoneIsShared() {
    assertThat(book.dispatched(2, 1, 0)).isTrue();
    assertThat(book.dispatched(2, 1, 0)).isTrue();
    assertThat(book.inflight(2)).isEqualTo(2);
    assertThat(book.sharesContainer(2, 1)).isFalse();
    assertThat(book.completed(2, 1)).isTrue();
    assertThat(book.completed(2, 1)).isTrue();
    assertThat(book.unused()).isTrue();
  }

  @Test
  void fillsSharedContainersOneAfterTheOther() {
    assertThat(book.sharesContainer(2, 3)).isFalse();
    assertThat(book.dispatched(2, 3, 0)).isTrue();
    assertThat(book.sharesContainer(2, 3)).isTrue();
    assertThat(book.dispatched(2, 3, 0)).isFalse();
    assertThat(book.dispatched(2, 3, 0)).isFalse();
    assertThat(book.sharesContainer(2, 3)).isFalse();
    assertThat(book.dispatched(2, 3, 0)).isTrue();
    assertThat(book.completed(2, 3)).isTrue();
    assertThat(book.completed(2, 3)).isFalse();
    assertThat(book.completed(2, 3)).isFalse();
    assertThat(book.completed(2, 3)).isTrue();
    assertThat(book.sharesContainer(5, 3)).isFalse();
  }

  @Test
  void endsEachAsItBeganWhenTheLimitChangesMeanwhile() {
    int containers = 0;
    int[] limits = {1, 1, 2, 2, 3, 1, 2};
    for (int limit : limits) {
      containers += book.dispatched(0, limit, 0) ? 1 : 0;
    }
    assertThat(containers).isEqualTo(3 + 2 + 1);
    for (int limit : limits) {
      containers -= book.completed(0, limit) ? 1 : 0;
    }
    assertThat(containers).isZero();
    assertThat(book.inflight(0)).isZero();
  }

  private static ActionReport report(long inits, double initMillis, long runs, double runMillis) {
    return new ActionReport("guest", "guest/DH", 256, 0, 0, inits, initMillis, runs, runMillis);
  }
}
