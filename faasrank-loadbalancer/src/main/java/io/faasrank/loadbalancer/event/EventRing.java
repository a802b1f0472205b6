package io.faasrank.loadbalancer.event;

import io.faasrank.event.LogEvent;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue that many threads fill and one empties, without a lock and without waiting: where
 * it is full, what comes is lost. A place is first claimed, then filled; the reader stops at one
 * that is claimed and not yet filled, so that it sees events in the order of their claims.
 */
final class EventRing {

  private final AtomicReferenceArray<@Nullable LogEvent> places;
  private final AtomicLong claimed = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();

  /**
   * @param capacity a power of two
   */
  EventRing(int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity is " + capacity + ", not a power of two");
    }
    places = new AtomicReferenceArray<>(capacity);
  }

  /** Adds an event; false when there is no room. */
  boolean offer(LogEvent event) {
    while (true) {
      long place = claimed.get();
      if (place - taken.get() >= places.length()) {
        return false;
      }
      if (claimed.compareAndSet(place, place + 1)) {
        places.setRelease(index(place), event);
        return true;
      }
    }
  }

  /** Takes the oldest event; null when there is none. For one thread. */
  @Nullable LogEvent poll() {
    long place = taken.get();
    LogEvent event = places.getAcquire(index(place));
    if (event != null) {
      places.setPlain(index(place), null);
      taken.setRelease(place + 1);
    }
    return event;
  }

  private int index(long place) {
    return (int) (place & (places.length() - 1));
  }
}
