package io.faasrank.loadbalancer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.ActionReport;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Guards against a table that grows for ever, and against forgetting what is in flight. */
final class ActionTableTest {

  private final HandClock clock = new HandClock();
  private final ActionTable table = new ActionTable(3, clock);

  @Test
  void keepsOneBookPerNamespaceNameAndMemory() {
    ActionBook book = table.book("guest", "guest/DH", 256);
    assertThat(table.book("guest", "guest/DH", 256)).isSameAs(book);
    assertThat(table.book("other", "guest/DH", 256)).isNotSameAs(book);
    assertThat(table.book("guest", "guest/EG", 256)).isNotSameAs(book);
    assertThat(table.book("guest", "guest/DH", 512)).isNotSameAs(book);
    assertThat(table.book("guest", "guest/DH", 512).action().id()).isNotEqualTo(book.action().id());
    assertThat(book.action().hash())
        .isEqualTo(Math.abs("guest".hashCode() ^ "guest/DH".hashCode()));
  }

  @Test
  void forgetsTheLeastRecentlyUsedThatHaveNothingInFlight() {
    ActionBook inFlight = book("a");
    inFlight.dispatched(0, 1, clock.getAsLong());
    ActionBook used = book("b");
    ActionBook unused = book("c");
    ActionBook unusedToo = book("d");
    book("e");
    used.dispatched(0, 1, clock.getAsLong());
    used.completed(0, 1);

    table.trim();

    assertThat(table.size()).isEqualTo(3);
    assertThat(book("a")).isSameAs(inFlight);
    assertThat(book("b")).isSameAs(used);
    assertThat(book("c")).isNotSameAs(unused);
    assertThat(book("d")).isNotSameAs(unusedToo);
  }

  /** Else whatever is unknown would look short on a cluster that has done little but tests. */
  @Test
  void testsOfInvokersSayNothingOfWhatUsuallyRuns() {
    String system = "whisk.system";
    String test = system + "/invokerHealthTestAction0";
    table.measured(
        table.book(system, test, 128), 0, new ActionReport(system, test, 128, 0, 0, 1, 9, 90, 5));
    assertThat(table.anyRunSeconds()).isNaN();
    table.measured(book("a"), 0, new ActionReport("guest", "guest/a", 256, 0, 0, 1, 9, 2, 3_000));
    assertThat(table.anyRunSeconds()).isEqualTo(3);
  }

  /** Reports name all that stands anywhere, and come each second. */
  @Test
  void forgetsWhatIsOnlyReportedFirst() {
    ActionBook used = book("a");
    ActionBook usedToo = book("b");
    clock.advanceMillis(60_000);
    for (int i = 0; i < 10; i++) {
      table.reported(new ActionReport("guest", "guest/r" + i, 256, 1, 0, 0, 0, 0, 0));
      table.trim();
    }
    assertThat(table.size()).isEqualTo(3);
    assertThat(book("a")).isSameAs(used);
    assertThat(book("b")).isSameAs(usedToo);
  }

  @Test
  void keepsMoreThanItsSizeWhileAllAreInFlight() {
    for (int i = 0; i < 5; i++) {
      book("a" + i).dispatched(0, 1, clock.getAsLong());
    }
    table.trim();
    assertThat(table.size()).isEqualTo(5);
    book("a0").completed(0, 1);
    table.trim();
    assertThat(table.size()).isEqualTo(4);
  }

  /** A sort by times that change under it may throw. */
  @Test
  void trimsWhileActionsAreUsed() throws Exception {
    ActionTable large = new ActionTable(16, clock);
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService users = Executors.newFixedThreadPool(2);
    try {
      ActionBook[] books = new ActionBook[2_000];
      for (int i = 0; i < books.length; i++) {
        books[i] = large.book("guest", "a" + i, 256);
      }
      Future<?> user =
          users.submit(
              () -> {
                SplittableRandom random = new SplittableRandom(3);
                while (!stop.get()) {
                  ActionBook book = books[random.nextInt(books.length)];
                  book.dispatched(0, 1, random.nextLong(1_000_000_000));
                  book.completed(0, 1);
                }
              });
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < books.length; i++) {
          books[i] = large.book("guest", "a" + i, 256);
        }
        large.trim();
        assertThat(large.size()).isLessThanOrEqualTo(17);
      }
      stop.set(true);
      user.get();
    } finally {
      stop.set(true);
      users.shutdownNow();
    }
  }

  private ActionBook book(String name) {
    clock.advanceMillis(1);
    return table.book("guest", name, 256);
  }
}
