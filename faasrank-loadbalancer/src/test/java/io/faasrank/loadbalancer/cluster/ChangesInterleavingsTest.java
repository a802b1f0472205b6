package io.faasrank.loadbalancer.cluster;

import io.faasrank.loadbalancer.Interleavings;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Guards against a change of an invoker's book that a deciding thread never sees, since it came
 * while the thread looked.
 */
public final class ChangesInterleavingsTest {

  private static final int INVOKER = 3;
  private static final int INVOKERS = 5;

  private final ChangeCounters counters = new ChangeCounters();
  private final ChangeCounters.Counter counter = counters.of(INVOKER);

  /** What the book says, and what the looking thread has kept of it. */
  private final AtomicInteger book = new AtomicInteger();

  private final int[] numbers = new int[INVOKERS];
  private volatile int kept;

  /** Changes the book, and counts it after. */
  @Operation
  public void change() {
    int unused = book.incrementAndGet();
    counter.increment();
  }

  /** Looks again at what has changed; a deciding thread is one. */
  @Operation(nonParallelGroup = "looking")
  public void look() {
    if (counters.firstChanged(0, numbers, 0, INVOKERS) < INVOKERS) {
      numbers[INVOKER] = counters.read(INVOKER);
      kept = book.get();
    }
  }

  /** Looks once more. */
  @Validate
  public void isUpToDateAfterALook() {
    look();
    if (kept != book.get()) {
      throw new IllegalStateException("kept " + kept + ", the book says " + book.get());
    }
  }

  /** In long runs only, since it takes seconds whatever it tries. */
  @Test
  @EnabledIfSystemProperty(named = Interleavings.PROPERTY, matches = ".+")
  void missesNoChange() {
    Interleavings.choose(getClass(), 2, 100);
  }
}
