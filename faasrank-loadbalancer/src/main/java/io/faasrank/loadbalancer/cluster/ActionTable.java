package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ActionReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The books of all actions. A changed memory limit makes a new action of the same name, since it
 * has other containers.
 *
 * <p>The table forgets by when an action was last seen, in an activation or in a report, and never
 * one with activations in flight or waiting. It does so in {@link #trim} alone, and only when it is
 * a quarter above its size: so there is no work as long as the same actions come back, and what is
 * forgotten makes room for many new ones. Half of that quarter is for activations. Where the other
 * half is full, an action that is only reported gets no book; it gets one with its first activation
 * from here, and what was measured of it with the reports that follow.
 *
 * <p>An activation that comes as its action is forgotten keeps the book it was given; the next one
 * gets a new book.
 */
public final class ActionTable {

  /**
   * For how long an activation keeps its action before those that are only reported: as long as
   * OpenWhisk keeps an idle container, ten minutes.
   */
  private static final long KEEP_NANOS = TimeUnit.MINUTES.toNanos(10);

  private record BookKey(String namespace, String name, int memoryMb) {}

  /** The time is read once, since sorting by a value that changes would fail. */
  private record Unused(BookKey key, ActionBook book, long unseenNanos) {}

  /** Chosen: as many as the table has by default. */
  private static final int RECENT = 4096;

  private final Map<BookKey, ActionBook> books = new ConcurrentHashMap<>();

  /** Books that were asked for, by their hash, so that asking again takes no key. */
  private final AtomicReferenceArray<@Nullable ActionBook> recent =
      new AtomicReferenceArray<>(RECENT);

  private final AtomicInteger nextId = new AtomicInteger();
  private final int maxActions;
  private final int mostReported;
  private final int mostActions;
  private final LongSupplier nanoClock;
  private double runMillis;
  private long runs;
  private volatile float anyRunSeconds = Float.NaN;
  private volatile int trims;

  /**
   * @param maxActions how many are left after a {@link #trim}, apart from those in flight
   */
  public ActionTable(int maxActions, LongSupplier nanoClock) {
    this.maxActions = maxActions;
    this.mostReported = maxActions + maxActions / 8;
    this.mostActions = maxActions + maxActions / 4;
    this.nanoClock = nanoClock;
  }

  /**
   * The action's book, made where there is none.
   *
   * @param namespace of the invoking user
   * @param name fully qualified, without version
   */
  public ActionBook book(String namespace, String name, int memoryMb) {
    int place = place(namespace, name, memoryMb);
    ActionBook known = recent.get(place);
    if (known != null && known.isOf(namespace, name, memoryMb) && !known.isForgotten()) {
      return known;
    }
    BookKey key = new BookKey(namespace, name, memoryMb);
    ActionBook book = books.get(key);
    if (book == null) {
      long now = nanoClock.getAsLong();
      book = open(key, now, now);
    }
    recent.set(place, book);
    return book;
  }

  private static int place(String namespace, String name, int memoryMb) {
    int hash = 31 * (31 * name.hashCode() + namespace.hashCode()) + memoryMb;
    return (hash ^ (hash >>> 16)) & (RECENT - 1);
  }

  /** The book of an action that a report lists; null where there is none and no room for one. */
  @Nullable ActionBook reported(ActionReport report) {
    return reported(report.namespace(), report.name(), report.memoryMb());
  }

  /** As above, for one that another controller names. */
  @Nullable ActionBook reported(String namespace, String name, int memoryMb) {
    BookKey key = new BookKey(namespace, name, memoryMb);
    long now = nanoClock.getAsLong();
    ActionBook book = books.get(key);
    if (book != null) {
      book.listed(now);
      return book;
    }
    return books.size() < mostReported ? open(key, now - KEEP_NANOS, now) : null;
  }

  private ActionBook open(BookKey wanted, long usedNanos, long listedNanos) {
    return books.computeIfAbsent(
        wanted,
        key -> {
          int id = nextId.getAndIncrement() & Integer.MAX_VALUE;
          Action action = new Action(id, key.namespace, key.name, key.memoryMb);
          return new ActionBook(action, usedNanos, listedNanos);
        });
  }

  /** Takes what an invoker measured of an action; nothing of one that is forgotten. */
  synchronized void measured(ActionBook action, int invoker, ActionReport report) {
    if (action.isForgotten()) {
      return;
    }
    add(action, -1);
    action.measured(invoker, report);
    add(action, 1);
    anyRunSeconds = ActionBook.mean(runMillis, runs);
  }

  /** Tests of invokers are short and tell nothing of what usually runs. */
  private void add(ActionBook action, int sign) {
    if (action.isHealthTest()) {
      return;
    }
    runMillis += sign * action.runMillis();
    runs += sign * action.runs();
  }

  /** Mean over the measured runs of all actions but tests of invokers, in seconds; NaN unknown. */
  float anyRunSeconds() {
    return anyRunSeconds;
  }

  public int size() {
    return books.size();
  }

  /** Changes whenever actions were forgotten, so that who keeps their books looks again. */
  int trims() {
    return trims;
  }

  /** Forgets what is beyond the size, where it is much: {@link ClusterBook#trimActions}. */
  synchronized boolean trim() {
    int size = books.size();
    if (size <= mostActions) {
      return false;
    }
    long now = nanoClock.getAsLong();
    List<Unused> unused = new ArrayList<>();
    books.forEach(
        (key, book) -> {
          if (book.unused()) {
            unused.add(new Unused(key, book, book.unseenNanos(now, KEEP_NANOS)));
          }
        });
    unused.stream()
        .sorted(Comparator.comparingLong(Unused::unseenNanos).reversed())
        .limit(size - maxActions)
        .forEach(this::forget);
    trims++;
    return true;
  }

  private void forget(Unused unused) {
    BookKey key = unused.key;
    if (books.remove(key, unused.book)) {
      add(unused.book, -1);
      unused.book.forget();
      recent.compareAndSet(place(key.namespace, key.name, key.memoryMb), unused.book, null);
    }
  }
}
