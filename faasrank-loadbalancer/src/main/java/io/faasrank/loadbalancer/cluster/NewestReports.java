package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.CompactReportCodec;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportBounds;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.cluster.ReportRejectedException;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 3 of 12: what has come from Redis and is not yet taken, by invoker the newest alone. The
 * threads that read Redis put documents in and never wait; the threads here decode and take them,
 * each its share of the invokers. A controller that falls behind so takes the newest report of each
 * invoker and skips those before, and what waits is bounded by the invokers: a full report and a
 * change of each.
 *
 * <p>A change is taken with the full report that it belongs to; one whose full report has not come
 * is skipped, and counted. JSON on the channel of all invokers is skipped for an invoker whose
 * compact reports come.
 */
public final class NewestReports implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NewestReports.class);

  /** What waits of one invoker, and the last full report of it. */
  private static final class Slot {

    final int invoker;

    /** Guarded by the slot, like the next three. */
    byte @Nullable [] full;

    byte @Nullable [] change;
    boolean waits;
    long compactNanos;
    boolean compact;

    /** For the thread that takes the invoker's reports. */
    @Nullable InvokerReport lastFull;

    Slot(int invoker) {
      this.invoker = invoker;
    }
  }

  private final ReportIntake intake;
  private final ClusterBook book;
  private final LongAdder superseded;
  private final LongAdder withoutFull;
  private final List<BlockingQueue<Slot>> waiting = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong failures = new AtomicLong();
  private volatile Slot[] slots = new Slot[0];
  private volatile boolean closed;

  /**
   * @param threads how many take reports, at least 1
   */
  public NewestReports(ReportIntake intake, ClusterBook book, Meters meters, int threads) {
    this.intake = intake;
    this.book = book;
    this.superseded = meters.counter(OperatorMetric.REPORTS_SKIPPED, "newer");
    this.withoutFull = meters.counter(OperatorMetric.REPORTS_SKIPPED, "no_full");
    for (int i = 0; i < threads; i++) {
      BlockingQueue<Slot> own = new LinkedBlockingQueue<>();
      waiting.add(own);
      Thread thread = new Thread(() -> run(own), "faasrank-reports-" + i);
      thread.setDaemon(true);
      this.threads.add(thread);
    }
  }

  /** Begins to take. */
  public void start() {
    threads.forEach(Thread::start);
  }

  /**
   * A report that stands in the invoker's key, perhaps for a while. One that was pushed is newer.
   */
  public void stored(int invoker, byte[] document) {
    Slot slot = slot(invoker);
    synchronized (slot) {
      if (slot.full == null) {
        slot.full = document;
        waits(slot);
      }
    }
  }

  /** A report on the invoker's own channel. */
  public void pushed(int invoker, byte[] document) {
    Slot slot = slot(invoker);
    synchronized (slot) {
      if (CompactReportCodec.isChange(document)) {
        count(slot.change);
        slot.change = document;
      } else {
        count(slot.full);
        count(slot.change);
        slot.full = document;
        slot.change = null;
      }
      slot.compact = true;
      slot.compactNanos = book.nowNanos();
      waits(slot);
    }
  }

  /** A report on the channel of all invokers. */
  public void pushedToAll(byte[] document) {
    int invoker = ReportCodec.invoker(document);
    if (invoker < 0) {
      // written by somebody else, or no report at all: whose it is stands somewhere within
      intake.take(document);
      return;
    }
    Slot slot = slot(invoker);
    synchronized (slot) {
      if (!slot.compact || book.nowNanos() - slot.compactNanos > book.staleNanos()) {
        count(slot.full);
        slot.full = document;
        waits(slot);
      }
    }
  }

  /** A report came that is longer than any may be. */
  public void tooLong() {
    intake.rejected(
        new ReportRejectedException(
            ReportRejectedException.Reason.OVERSIZED,
            "more than " + ReportBounds.DOCUMENT_BYTES + " bytes"));
  }

  /** Reports whose taking failed by an exception of this module. */
  public long failures() {
    return failures.get();
  }

  private void count(byte @Nullable [] replaced) {
    if (replaced != null) {
      superseded.increment();
    }
  }

  private void waits(Slot slot) {
    if (!slot.waits) {
      slot.waits = true;
      waiting.get(slot.invoker % waiting.size()).add(slot);
    }
  }

  private Slot slot(int invoker) {
    Slot[] all = slots;
    Slot slot = invoker < all.length ? all[invoker] : null;
    return slot != null ? slot : open(invoker);
  }

  private synchronized Slot open(int invoker) {
    if (invoker < 0 || invoker > ReportBounds.INVOKER) {
      throw new IllegalArgumentException("no invoker has number " + invoker);
    }
    Slot[] all = slots;
    if (invoker >= all.length) {
      int length = Math.max(invoker + 1, Math.min(2 * all.length, ReportBounds.INVOKER + 1));
      all = Arrays.copyOf(all, length);
    }
    Slot slot = all[invoker];
    if (slot == null) {
      slot = new Slot(invoker);
      all[invoker] = slot;
    }
    slots = all;
    return slot;
  }

  private void run(BlockingQueue<Slot> own) {
    while (!closed) {
      try {
        take(own.take());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException | LinkageError | VirtualMachineError e) {
        if (failures.getAndIncrement() == 0) {
          LOG.error("taking a report failed; further failures are only counted", e);
        }
      }
    }
  }

  /** Takes all that waits, on the calling thread: for tests and for what has no threads. */
  public void takeAll() {
    for (BlockingQueue<Slot> queue : waiting) {
      for (Slot slot = queue.poll(); slot != null; slot = queue.poll()) {
        take(slot);
      }
    }
  }

  private void take(Slot slot) {
    byte[] full;
    byte[] change;
    synchronized (slot) {
      full = slot.full;
      change = slot.change;
      slot.full = null;
      slot.change = null;
      slot.waits = false;
    }
    if (full != null) {
      take(slot, full);
    }
    if (change != null) {
      take(slot, change);
    }
  }

  private void take(Slot slot, byte[] document) {
    try {
      boolean compact = CompactReportCodec.isCompact(document);
      InvokerReport report =
          compact
              ? CompactReportCodec.decode(document, slot.lastFull)
              : ReportCodec.decode(document);
      if (report == null) {
        withoutFull.increment();
        return;
      }
      if (report.invoker() != slot.invoker) {
        intake.rejected(
            "of_another", "invoker " + report.invoker() + " under the name of " + slot.invoker);
        return;
      }
      if (!CompactReportCodec.isChange(document)) {
        remember(slot, report, compact);
      }
      intake.take(report, compact ? null : document);
    } catch (ReportRejectedException e) {
      intake.rejected(e);
    }
  }

  /** A full report that was pushed is the last; one that was stored may be an older one. */
  private static void remember(Slot slot, InvokerReport report, boolean compact) {
    InvokerReport last = slot.lastFull;
    if (compact || last == null || last.sampledAtMillis() < report.sampledAtMillis()) {
      slot.lastFull = report;
    }
  }

  /** Ends the threads, without waiting for them. */
  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
  }
}
