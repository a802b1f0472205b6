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
import java.util.function.LongSupplier;

/**
 * The books of all actions. A changed memory limit makes a new action of the same name, since it
 * has other containers. Above its size the table forgets the least recently used actions without
 * activations in flight, when {@link #trim} is called. An activation that comes at that moment
 * keeps the book it was given; the next one of its action gets a new book.
 */
public final class ActionTable {

  /** Longer than any controller runs, so that it counts as unused since the start. */
  private static final long LONG_AGO_NANOS = TimeUnit.DAYS.toNanos(10_000);

  private record BookKey(String namespace, String name, int memoryMb) {}

  /** The time is read once, since sorting by a value that changes would fail. */
  private record Unused(BookKey key, ActionBook book, long sinceNanos) {}

  private final Map<BookKey, ActionBook> books = new ConcurrentHashMap<>();
  private final AtomicInteger nextId = new AtomicInteger();
  private final int maxActions;
  private final LongSupplier nanoClock;
  private double runMillis;
  private long runs;
  private volatile float anyRunSeconds = Float.NaN;

  public ActionTable(int maxActions, LongSupplier nanoClock) {
    this.maxActions = maxActions;
    this.nanoClock = nanoClock;
  }

  /**
   * The action's book, made where there is none.
   *
   * @param namespace of the invoking user
   * @param name fully qualified, without version
   */
  public ActionBook book(String namespace, String name, int memoryMb) {
    return book(new BookKey(namespace, name, memoryMb), nanoClock.getAsLong());
  }

  /** The book of an action that a report names. A new one counts as the least recently used. */
  ActionBook reported(ActionReport report) {
    return book(
        new BookKey(report.namespace(), report.name(), report.memoryMb()),
        nanoClock.getAsLong() - LONG_AGO_NANOS);
  }

  private ActionBook book(BookKey wanted, long usedNanos) {
    ActionBook book = books.get(wanted);
    return book != null ? book : books.computeIfAbsent(wanted, key -> open(key, usedNanos));
  }

  private ActionBook open(BookKey key, long usedNanos) {
    int id = nextId.getAndIncrement() & Integer.MAX_VALUE;
    return new ActionBook(new Action(id, key.namespace, key.name, key.memoryMb), usedNanos);
  }

  /** Takes what an invoker measured of an action, of this table. */
  synchronized void measured(ActionBook action, int invoker, ActionReport report) {
    add(action, -1);
    action.measured(invoker, report);
    add(action, 1);
    anyRunSeconds = ActionBook.mean(runMillis, runs);
  }

  private void add(ActionBook action, int sign) {
    runMillis += sign * action.runMillis();
    runs += sign * action.runs();
  }

  /** Mean over the measured runs of all actions, in seconds; NaN unknown. */
  float anyRunSeconds() {
    return anyRunSeconds;
  }

  public int size() {
    return books.size();
  }

  /** Forgets what is beyond the size. Off the request path. */
  public synchronized void trim() {
    int surplus = books.size() - maxActions;
    if (surplus <= 0) {
      return;
    }
    List<Unused> unused = new ArrayList<>();
    books.forEach(
        (key, book) -> {
          if (book.unused()) {
            unused.add(new Unused(key, book, book.usedNanos()));
          }
        });
    unused.stream()
        .sorted(Comparator.comparingLong(Unused::sinceNanos))
        .limit(surplus)
        .forEach(this::forget);
  }

  private void forget(Unused unused) {
    if (books.remove(unused.key, unused.book)) {
      add(unused.book, -1);
    }
  }
}
