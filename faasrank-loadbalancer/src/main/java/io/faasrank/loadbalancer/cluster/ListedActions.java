package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.ActionReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The actions of an invoker's last report with their books, beside those of the next: most are as
 * before, and what is known of them need not be taken again. All are taken anew after {@link
 * #WHOLE_NANOS}, so that the table of actions sees that they are listed, and when it has forgotten
 * some. For one thread at a time.
 */
final class ListedActions {

  /** Chosen: a hundredth of the reports where an invoker reports ten times a second. */
  static final long WHOLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** No place in the last report. */
  static final int NONE = -1;

  /** How far ahead an action is looked for in the order of the last report. Chosen. */
  private static final int AHEAD = 8;

  /** Into so many parts of the time invokers are divided that are taken anew. */
  private static final int TURNS = 64;

  private record ListedName(String namespace, String name, int memoryMb) {

    static ListedName of(ActionReport report) {
      return new ListedName(report.namespace(), report.name(), report.memoryMb());
    }
  }

  private List<ActionReport> last = List.of();
  private @Nullable ActionBook[] lastBooks = new ActionBook[0];
  private boolean[] stays = new boolean[0];
  private List<ActionReport> now = List.of();
  private @Nullable ActionBook[] nowBooks = new ActionBook[0];
  private @Nullable Map<ListedName, Integer> byName;
  private int next;
  private int found;
  private long wholeAtNanos;
  private int trims = NONE;
  private boolean begun;

  /**
   * Begins with the actions of the next report, which are then to be asked about in their order.
   *
   * @param trimsNow how often the table of actions has forgotten some
   * @param wholeNanos {@link #WHOLE_NANOS}
   * @return whether all are to be taken anew
   */
  boolean begin(
      List<ActionReport> actions, int invoker, long nowNanos, int trimsNow, long wholeNanos) {
    now = actions;
    nowBooks = new ActionBook[actions.size()];
    stays = new boolean[last.size()];
    byName = null;
    next = 0;
    found = 0;
    boolean whole = begun || trims != trimsNow || nowNanos - wholeAtNanos >= 0;
    begun = true;
    if (whole) {
      boolean first = trims == NONE;
      trims = trimsNow;
      // the first time in turns, so that thousands of invokers do not come at once
      wholeAtNanos = nowNanos + (first ? wholeNanos / TURNS * (invoker % TURNS) : wholeNanos);
    }
    return whole;
  }

  /** Where the action of that index stood in the last report, or {@link #NONE}. */
  int place(int index) {
    ActionReport action = now.get(index);
    int end = Math.min(last.size(), next + AHEAD);
    for (int i = next; i < end; i++) {
      if (isSame(last.get(i), action)) {
        return found(i);
      }
    }
    if (found == last.size()) {
      return NONE;
    }
    if (byName == null) {
      byName = new HashMap<>();
      for (int i = 0; i < last.size(); i++) {
        byName.put(ListedName.of(last.get(i)), i);
      }
    }
    Integer place = byName.get(ListedName.of(action));
    return place == null ? NONE : found(place);
  }

  private int found(int place) {
    found += stays[place] ? 0 : 1;
    stays[place] = true;
    next = place + 1;
    return place;
  }

  @SuppressWarnings("ReferenceEquality") // most are the very same, which spares a look at them
  private static boolean isSame(ActionReport one, ActionReport other) {
    return one == other
        || (one.name().equals(other.name())
            && one.memoryMb() == other.memoryMb()
            && one.namespace().equals(other.namespace()));
  }

  /** What the last report said at that place. */
  ActionReport report(int place) {
    return last.get(place);
  }

  /** The book of the action at that place in the last report; null where there was no room. */
  @Nullable ActionBook book(int place) {
    return lastBooks[place];
  }

  /** Notes the book of an action of the report that was begun with; null where there is no room. */
  void put(int index, @Nullable ActionBook book) {
    nowBooks[index] = book;
  }

  /**
   * Ends it when all were asked about: this report is the last from now on.
   *
   * @param gone takes the books of those that the last report listed and this one does not
   */
  void end(Consumer<ActionBook> gone) {
    for (int i = 0; i < stays.length; i++) {
      ActionBook book = lastBooks[i];
      if (!stays[i] && book != null) {
        gone.accept(book);
      }
    }
    last = now;
    lastBooks = nowBooks;
    byName = null;
    begun = false;
  }
}
