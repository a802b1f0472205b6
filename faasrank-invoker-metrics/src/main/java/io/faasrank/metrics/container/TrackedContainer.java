package io.faasrank.metrics.container;

import org.jspecify.annotations.Nullable;

/**
 * One container from its creation to its end: created, initialised, run, idle, resumed, destroyed.
 * Each method is a step. It takes a short lock, does no I/O and may be called by any thread; the
 * end of a step may be reported after the beginning of the next.
 */
public final class TrackedContainer {

  private final ContainerBook book;
  private final int memoryMb;

  /** An activation waits for creation, initialisation or resumption, and will begin a run. */
  private boolean starting;

  private int runs;
  private boolean warm;
  private @Nullable ActionIdentity action;

  TrackedContainer(ContainerBook book, int memoryMb, boolean starting) {
    this.book = book;
    this.memoryMb = memoryMb;
    this.starting = starting;
  }

  /** The container exists. */
  public void created() {
    book.change(book::countCreation);
  }

  /** The container could not be created and is forgotten. */
  public void creationFailed() {
    book.change(() -> book.countCreationFailure(this));
  }

  /** An activation found the container created or prewarmed, and initialises it. */
  public void initialisationStarted(ActionIdentity identity) {
    book.change(
        () -> {
          starting = true;
          action = identity;
          book.begin(identity, memoryMb);
        });
  }

  /**
   * The container is warm.
   *
   * @param millis measured time; NaN when unknown
   */
  public void initialised(double millis) {
    book.change(
        () -> {
          warm = true;
          if (action != null) {
            book.initialised(action, memoryMb, millis);
          }
        });
  }

  /** The activation ends with an error; the invoker will destroy the container. */
  public void initialisationFailed() {
    book.change(() -> starting = false);
  }

  /** An activation wakes the paused container. */
  public void resumptionStarted() {
    book.change(() -> starting = true);
  }

  /** The activation goes elsewhere; the invoker will destroy the container. */
  public void resumptionFailed() {
    book.change(() -> starting = false);
  }

  /** An activation runs; the first is the one that waited for the start, if any. */
  public void runStarted() {
    book.change(
        () -> {
          starting = false;
          runs++;
        });
  }

  /**
   * A run ended, whatever its result.
   *
   * @param millis measured time; NaN when unknown
   */
  public void runEnded(double millis) {
    book.change(
        () -> {
          runs--;
          if (action != null) {
            book.ran(action, memoryMb, millis);
          }
        });
  }

  /** The invoker gives the container up. */
  public void destroyed() {
    book.change(() -> book.forget(this));
  }

  int memoryMb() {
    return memoryMb;
  }

  int inflight() {
    return runs + (starting ? 1 : 0);
  }

  /** What the container was initialised for, or is being; null before. */
  @Nullable ActionIdentity action() {
    return action;
  }

  /** What the container serves without a cold start once it is idle; null when nothing. */
  @Nullable ActionIdentity warmFor() {
    return warm ? action : null;
  }
}
