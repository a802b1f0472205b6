package io.faasrank.loadbalancer.cluster;

import static io.faasrank.loadbalancer.cluster.ReportDraft.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Guards against books that are forgotten and made anew with each report where more actions are in
 * use than are kept, and against run times that are lost by it. Work is counted in books made:
 * every one has a number of its own.
 */
final class ActionLimitTest {

  private static final int INVOKERS = 50;
  private static final int KEPT = 400;

  private final HandClock clock = new HandClock();
  private final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), KEPT, clock);
  private final ActionTable actions = book.actions();
  private final ReportIntake intake = new ReportIntake(book, new Meters(MetricSink.NONE));

  /** Where the names of actions that invokers report come from. */
  private final ActionTable names = new ActionTable(Integer.MAX_VALUE, clock);

  private int seconds;

  @Test
  void aTenthMoreThanAreKeptAreMadeOnceAndStay() {
    second(440);
    List<ActionBook> first = books(440);
    for (int i = 0; i < 10; i++) {
      second(440);
    }
    assertThat(books(440)).isEqualTo(first);
    assertThat(madeSoFar()).isEqualTo(440);
    assertThat(first).allSatisfy(action -> assertThat(action.runSeconds()).isEqualTo(0.12f));
  }

  @Test
  void twiceAsManyAsAreKeptAreMadeOnceAsFarAsThereIsRoom() {
    for (int i = 0; i < 10; i++) {
      second(800);
    }
    assertThat(actions.size()).isEqualTo(450);
    assertThat(madeSoFar()).isEqualTo(450);
  }

  @Test
  void aReportForgetsNothingByItself() {
    for (int i = 0; i < 600; i++) {
      assertThat(actions.book("guest", "guest/used" + i, 256)).isNotNull();
    }
    reports(50);
    assertThat(actions.size()).isEqualTo(600);
    actions.trim();
    assertThat(actions.size()).isEqualTo(KEPT);
  }

  @Test
  void whatIsUsedHereKeepsItsRunTimeThoughMoreIsReported() {
    second(800);
    List<ActionBook> used = books(450).subList(0, 100);
    // fifty new actions each second, ten seconds long, fill the table again and again
    for (int i = 0; i < 10; i++) {
      used.forEach(this::run);
      for (int fresh = 0; fresh < 50; fresh++) {
        run(actions.book("guest", "guest/second" + i + "fresh" + fresh, 256));
      }
      second(800);
      assertThat(actions.size()).isBetween(KEPT, KEPT * 5 / 4);
    }
    assertThat(books(100)).isEqualTo(used);
    assertThat(used).allSatisfy(action -> assertThat(action.runSeconds()).isEqualTo(0.12f));
  }

  @Test
  void whatNobodySeesAnyMoreIsForgottenFirst() {
    second(400);
    List<ActionBook> reported = books(400);
    ActionBook usedLongAgo = actions.book("guest", "guest/old", 256);
    run(usedLongAgo);
    for (int i = 0; i < 660; i++) {
      second(400);
    }
    for (int i = 0; i < 100; i++) {
      run(actions.book("guest", "guest/new" + i, 256));
    }
    second(400);
    assertThat(actions.size()).isEqualTo(KEPT);
    assertThat(actions.book("guest", "guest/old", 256)).isNotSameAs(usedLongAgo);
    long kept = books(400).stream().filter(reported::contains).count();
    assertThat(kept).as("the new ones take the place of as many").isEqualTo(300);
  }

  private void run(ActionBook action) {
    book.completed(book.dispatched(action, 0, 1));
  }

  /** Each invoker reports its share of so many actions, then the housekeeping comes. */
  private void second(int listed) {
    reports(listed);
    actions.trim();
  }

  private void reports(int listed) {
    seconds++;
    for (int invoker = 0; invoker < INVOKERS; invoker++) {
      clock.advanceMillis(1_000.0 / INVOKERS);
      ReportDraft draft = new ReportDraft(invoker, NOON + seconds * 1_000L);
      for (int i = invoker; i < listed; i += INVOKERS) {
        draft.measured(names.book("guest", "guest/action" + i, 256), i % 3, 1, 500, 7, 120);
      }
      intake.take(draft.report());
    }
  }

  private List<ActionBook> books(int count) {
    List<ActionBook> books = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      books.add(actions.book("guest", "guest/action" + i, 256));
    }
    return books;
  }

  /** How many books were made so far: the number of the next. */
  private int madeSoFar() {
    return actions.book("guest", "guest/next", 256).action().id();
  }
}
