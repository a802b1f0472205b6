package io.faasrank.loadbalancer.event;

import io.faasrank.event.LogEvent;
import io.faasrank.event.ReportTaken;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Where a controller's classes put what happens, in the order in which they change the book. Never
 * waits: where the one who writes the log does not keep up, or is away, events are lost and
 * counted.
 */
public final class EventLog {

  /**
   * Events that wait: half a minute of 1,000 activations a second, in some 12 MB. Chosen, so that a
   * restart of Redis loses nothing.
   */
  private static final int CAPACITY = 1 << 16;

  /**
   * Bytes of the reports among them, since a report may have 256 KB. Chosen: half a minute of ten
   * reports a second of 2.5 KB from each of 20 invokers.
   */
  private static final int REPORT_BYTES = 16 << 20;

  private static final EventLog OFF = new EventLog(1, false);

  private final EventRing ring;
  private final boolean enabled;
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger reportBytes = new AtomicInteger();
  private final LongAdder lost = new LongAdder();

  /** A log that waits for somebody to {@link #poll} it. */
  public EventLog() {
    this(CAPACITY, true);
  }

  /**
   * @param capacity events that may wait, a power of two
   */
  EventLog(int capacity, boolean enabled) {
    this.ring = new EventRing(capacity);
    this.enabled = enabled;
  }

  /** A log that takes nothing. */
  public static EventLog off() {
    return OFF;
  }

  /** Whether it takes anything; where not, there is no need to make an event. */
  public boolean enabled() {
    return enabled;
  }

  /** A number for an activation, another one each time. */
  public long nextNumber() {
    return numbers.getAndIncrement();
  }

  /** Adds an event. */
  public void add(LogEvent event) {
    if (enabled && !ring.offer(event)) {
      lost.increment();
    }
  }

  /** Adds a report, which may be long. */
  public void add(ReportTaken report) {
    int length = report.document().length;
    if (!enabled) {
      return;
    }
    if (reportBytes.addAndGet(length) > REPORT_BYTES || !ring.offer(report)) {
      reportBytes.addAndGet(-length);
      lost.increment();
    }
  }

  /** Takes the oldest event; null when there is none. For the one thread that writes the log. */
  public @Nullable LogEvent poll() {
    LogEvent event = ring.poll();
    if (event instanceof ReportTaken report) {
      reportBytes.addAndGet(-report.document().length);
    }
    return event;
  }

  /** Events that were lost for want of room. */
  public long lost() {
    return lost.sum();
  }
}
