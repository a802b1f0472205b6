package io.faasrank.metrics.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.ActionReport;
import io.faasrank.cluster.ContainerReport;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Guards Table I(b): a container that counts as busy and idle at once or as neither, a warm
 * container offered to another namespace or to an action's next revision, an activation counted
 * twice.
 */
class ContainerBookTest {

  private static final ActionIdentity DH = new ActionIdentity("guest", "guest/DH", "1-a");

  private final ContainerBook book = new ContainerBook(2048, 3, () -> 0);

  @Test
  void aColdStartIsInFlightFromItsCreationToTheEndOfItsRun() {
    TrackedContainer container = book.creating(256, true);
    assertState(256, 0, 1, 0);
    container.created();
    container.initialisationStarted(DH);
    assertState(256, 0, 1, 0);
    container.initialised(812);
    container.runStarted();
    assertState(256, 0, 1, 0);
    container.runEnded(90);
    assertState(0, 256, 0, 1);
    assertThat(book.report().actions())
        .containsExactly(new ActionReport("guest", "guest/DH", 256, 1, 0, 1, 812, 1, 90));
    container.resumptionStarted();
    assertState(256, 0, 1, 0);
    container.runStarted();
    assertThat(book.report().actions().get(0).running()).isOne();
    container.runEnded(110);
    assertState(0, 256, 0, 1);
    assertThat(book.report().actions().get(0).runMillis()).isEqualTo(100);
    container.destroyed();
    assertState(0, 0, 0, 0);
    assertThat(book.report().creations()).isEqualTo(1);
  }

  @Test
  void whatRunsOfAnActionIsToldOverItsContainersAndRevisions() {
    for (ActionIdentity revision : List.of(DH, new ActionIdentity("guest", "guest/DH", "2-b"))) {
      TrackedContainer container = book.creating(256, true);
      container.created();
      assertThat(book.report().actions()).noneMatch(each -> Objects.equals(each.running(), 2));
      container.initialisationStarted(revision);
    }
    assertThat(book.report().actions()).extracting(ActionReport::running).containsExactly(2);
  }

  @Test
  void theEndOfAStepMayBeToldAfterTheNextHasBegun() {
    TrackedContainer container = book.creating(256, true);
    container.created();
    container.initialisationStarted(DH);
    container.runStarted();
    container.initialised(5);
    assertState(256, 0, 1, 0);
    container.runStarted();
    container.runEnded(1);
    assertState(256, 0, 1, 0);
    container.runEnded(1);
    assertState(0, 256, 0, 1);
  }

  @Test
  void aPrewarmedContainerHoldsMemoryButIsWarmForNoAction() {
    TrackedContainer container = book.creating(256, false);
    container.created();
    assertState(0, 256, 0, 0);
    container.initialisationStarted(DH);
    assertState(256, 0, 1, 0);
  }

  @Test
  void failuresReleaseWhatTheyHeld() {
    book.creating(256, true).creationFailed();
    assertState(0, 0, 0, 0);
    assertThat(book.report().creationFailures()).isEqualTo(1);
    TrackedContainer container = book.creating(512, true);
    container.initialisationStarted(DH);
    container.initialisationFailed();
    assertState(0, 512, 0, 0);
    container.destroyed();
    container.destroyed();
    assertState(0, 0, 0, 0);
  }

  @Test
  void warmIsPerNamespaceAndRevision() {
    idle(DH);
    idle(new ActionIdentity("other", "guest/DH", "1-a"));
    assertThat(book.report().actions()).extracting(ActionReport::idleWarm).containsExactly(1, 1);
    TrackedContainer updated = idle(new ActionIdentity("guest", "guest/DH", "2-b"));
    ActionReport report = book.report().actions().get(0);
    assertThat(report.idleWarm()).isEqualTo(1);
    assertThat(report.initialisations()).isEqualTo(1);
    updated.destroyed();
    assertThat(book.report().actions().get(0).idleWarm()).isZero();
  }

  @Test
  void theLeastRecentlyUsedActionsAreForgotten() {
    TrackedContainer first = idle(new ActionIdentity("n", "n/a", "1"));
    for (String name : List.of("n/b", "n/c")) {
      idle(new ActionIdentity("n", name, "1"));
    }
    first.runStarted();
    first.runEnded(1);
    idle(new ActionIdentity("n", "n/d", "1"));
    assertThat(book.report().actions())
        .extracting(ActionReport::name)
        .containsExactly("n/d", "n/a", "n/c");
  }

  @Test
  void timesThatAClockStepMadeImpossibleAreNotCounted() {
    TrackedContainer container = idle(DH);
    for (double wrong : new double[] {-1, Double.NaN, 1e12}) {
      container.runStarted();
      container.runEnded(wrong);
    }
    assertThat(book.report().actions().get(0).runs()).isEqualTo(1);
  }

  @Test
  void nothingIsLostBetweenThreads() throws InterruptedException {
    AtomicInteger changes = new AtomicInteger();
    book.whenChanged(changes::incrementAndGet);
    int threads = 4;
    ExecutorService invoker = Executors.newFixedThreadPool(threads);
    CountDownLatch done = new CountDownLatch(threads);
    for (int t = 0; t < threads; t++) {
      SplittableRandom random = new SplittableRandom(t);
      invoker.execute(
          () -> {
            for (int i = 0; i < 2000; i++) {
              TrackedContainer container =
                  idle(new ActionIdentity("n", "n/" + random.nextInt(5), "1"));
              book.report();
              container.destroyed();
            }
            done.countDown();
          });
    }
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    invoker.shutdown();
    assertState(0, 0, 0, 0);
    assertThat(book.report().creations()).isEqualTo(8000);
    assertThat(changes).hasValue(8000 * 7);
  }

  private TrackedContainer idle(ActionIdentity action) {
    TrackedContainer container = book.creating(256, true);
    container.created();
    container.initialisationStarted(action);
    container.initialised(10);
    container.runStarted();
    container.runEnded(1);
    return container;
  }

  private void assertState(int reservedMb, int idleMb, int inflight, int idleWarm) {
    ContainerReport report = book.report();
    assertThat(report.reservedMemoryMb()).isEqualTo(reservedMb);
    assertThat(report.idleMemoryMb()).isEqualTo(idleMb);
    assertThat(report.inflight()).isEqualTo(inflight);
    assertThat(report.actions().stream().mapToInt(ActionReport::idleWarm).sum())
        .isEqualTo(idleWarm);
  }
}
