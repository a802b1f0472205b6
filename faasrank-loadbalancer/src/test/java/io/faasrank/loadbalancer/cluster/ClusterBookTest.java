package io.faasrank.loadbalancer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Guards against a book that is not back at nothing when all that was dispatched is over. */
final class ClusterBookTest {

  private final HandClock clock = new HandClock();
  private final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofSeconds(5), Duration.ofSeconds(1), 0.5), 100, clock);

  @Test
  void isEmptyAgainWhenAllIsOverWhateverTheOrder() {
    SplittableRandom random = new SplittableRandom(42);
    List<Dispatch> open = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      if (open.isEmpty() || random.nextInt(100) < 55) {
        int memoryMb = 128 << random.nextInt(3);
        ActionBook action = book.actions().book("guest", "a" + random.nextInt(5), memoryMb);
        open.add(book.dispatched(action, random.nextInt(200), 1 + random.nextInt(3)));
      } else {
        book.completed(open.remove(random.nextInt(open.size())));
      }
    }
    open.forEach(book::completed);
    for (int i = 0; i < 200; i++) {
      InvokerBook invoker = book.invoker(i);
      assertThat(invoker.inflight).hasValue(0);
      assertThat(invoker.reservedMb).hasValue(0);
      assertThat(invoker.idleMemoryMb.get()).isNotNegative();
    }
  }

  @Test
  void tellsHowLongAnActivationTook() {
    Dispatch dispatch = book.dispatched(book.actions().book("guest", "a", 256), 3, 1);
    clock.advanceMillis(250);
    assertThat(dispatch.completedAfter(0)).isFalse();
    book.completed(dispatch);
    assertThat(dispatch.completedNanos() - dispatch.dispatchedNanos()).isEqualTo(250_000_000);
    assertThat(dispatch.invoker()).isEqualTo(3);
  }

  @Test
  void opensABookForAnyNumberOnce() {
    assertThat(book.find(7)).isNull();
    InvokerBook seven = book.invoker(7);
    assertThat(book.invoker(99_999)).isNotSameAs(seven);
    assertThat(book.invoker(7)).isSameAs(seven);
    assertThat(book.find(8)).isNull();
  }
}
