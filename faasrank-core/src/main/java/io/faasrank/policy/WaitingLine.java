package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Activations that wait in a scheduler that binds late: first come, first served within an action,
 * and of the actions the most urgent first, by {@link LateBinding#urgency}. Nobody starves: an
 * action that others pass over too often is sent where it will wait. For one thread at a time.
 *
 * @param <T> a waiting activation
 */
public final class WaitingLine<T> {

  /** Position that stands for all invokers. */
  public static final int ANY = -1;

  /**
   * So many are sent past the most urgent one, for want of a place for it, before it is sent where
   * it will wait. Chosen among 20, 50, 100 and 1,000, which made little difference.
   */
  static final int PASSES = 50;

  /** Stands for more activations than any container could serve in time. */
  private static final int TOO_MANY = Integer.MAX_VALUE;

  /**
   * Where none of an action was sent for so many of its initialisations and runs, its running
   * containers are not waited for any more. Chosen among 1, 2, 5 and never: 5 costs a percent, and
   * is for actions of which one run in many takes far longer than the mean.
   */
  private static final int STANDSTILL = 5;

  /**
   * So many refusals end a round, since each costs a decision. Measured: as many as there are
   * actions make no difference to completion times, and one hardly does.
   */
  static final int MOST_REFUSALS = 3;

  /** Sends a waiting activation. */
  @FunctionalInterface
  public interface Sender<T> {

    /**
     * Sends it, if there is a place.
     *
     * @param waiting activations of its action that wait, this one included, or more where it must
     *     not wait for its own containers; for {@link LateBinding#maySend}
     * @param forced whether it must be sent, even where it will wait
     * @return false when it waits on; never where forced
     */
    boolean send(T activation, int waiting, boolean forced);

    /** Whether nothing may wait now, for want of a share: see {@link LateBinding#hasShare}. */
    default boolean mustSend() {
      return false;
    }
  }

  private record Entrant<T>(T activation, double seconds) {}

  private static final class ActionLine<T> {

    final Action action;
    final ArrayDeque<Entrant<T>> waiting = new ArrayDeque<>();
    boolean refused;

    /** When one was last sent, or the first began to wait. */
    double movedSeconds;

    ActionLine(Action action, double seconds) {
      this.action = action;
      movedSeconds = seconds;
    }

    int waiting(ClusterView view, double seconds) {
      double patience = STANDSTILL * LateBinding.ownSeconds(view, action, false);
      return seconds - movedSeconds > patience ? TOO_MANY : waiting.size();
    }
  }

  private final LateBinding rule;
  private final Map<Action, ActionLine<T>> queues = new LinkedHashMap<>();
  private @Nullable ActionLine<T> passed;
  private int passes;
  private int size;

  public WaitingLine(LateBinding rule) {
    this.rule = rule;
  }

  /** Activations that wait. */
  public int size() {
    return size;
  }

  /** Those of the action. */
  public int size(Action action) {
    ActionLine<T> queue = queues.get(action);
    return queue == null ? 0 : queue.waiting.size();
  }

  /**
   * Adds an activation behind those of its action.
   *
   * @param seconds when it came, by any clock that {@link #send} goes by too
   */
  public void add(Action action, T activation, double seconds) {
    queues
        .computeIfAbsent(action, each -> new ActionLine<>(each, seconds))
        .waiting
        .add(new Entrant<>(activation, seconds));
    size++;
  }

  /**
   * Sends what may be sent, the most urgent first.
   *
   * @param position the invoker where something has ended, or {@link #ANY} to look at all
   */
  public void send(ClusterView view, int position, double seconds, Sender<T> sender) {
    int unused = send(each -> view, position, seconds, sender, Integer.MAX_VALUE);
  }

  /**
   * As above, for a view that shows one action at a time.
   *
   * @param views shows the view as it is for an activation, until it is asked again
   * @param most so many activations are offered to the sender at most
   * @return how many were
   */
  public int send(
      Function<? super T, ? extends ClusterView> views,
      int position,
      double seconds,
      Sender<T> sender,
      int most) {
    for (ActionLine<T> queue : queues.values()) {
      queue.refused = false;
    }
    int offered = 0;
    boolean must = sender.mustSend();
    ActionLine<T> next = next(views, position, seconds, must);
    int refusals = 0;
    while (next != null && offered < most && refusals < MOST_REFUSALS) {
      boolean forced = must || (next == passed && passes >= PASSES);
      ClusterView view = views.apply(next.waiting.element().activation);
      refusals += send(next, next.waiting(view, seconds), seconds, sender, forced) ? 0 : 1;
      offered++;
      must = sender.mustSend();
      next = next(views, position, seconds, must);
    }
    return offered;
  }

  /**
   * Sends what came before a time, even where it will wait, action by action.
   *
   * @param before by the clock of {@link #add}, as is the present time
   */
  public void forceOlder(double before, double seconds, Sender<T> sender) {
    for (ActionLine<T> queue : List.copyOf(queues.values())) {
      while (!queue.waiting.isEmpty() && queue.waiting.element().seconds < before) {
        boolean unused = send(queue, queue.waiting.size(), seconds, sender, true);
      }
    }
  }

  /** One that waits, the first of its action; null where none does. */
  public @Nullable T first() {
    return queues.isEmpty() ? null : queues.values().iterator().next().waiting.element().activation;
  }

  /** When the one came that has waited longest; positive infinity where none waits. */
  public double oldestSeconds() {
    double oldest = Double.POSITIVE_INFINITY;
    for (ActionLine<T> queue : queues.values()) {
      oldest = Math.min(oldest, queue.waiting.element().seconds);
    }
    return oldest;
  }

  /** Takes out all, in no order. */
  public List<T> clear() {
    List<T> all = new ArrayList<>(size);
    for (ActionLine<T> queue : queues.values()) {
      queue.waiting.forEach(each -> all.add(each.activation));
    }
    queues.clear();
    passed = null;
    passes = 0;
    size = 0;
    return all;
  }

  private boolean send(
      ActionLine<T> queue, int waiting, double seconds, Sender<T> sender, boolean forced) {
    if (!sender.send(queue.waiting.element().activation, waiting, forced)) {
      queue.refused = true;
      return false;
    }
    passes = queue == passed ? 0 : passes + 1;
    queue.movedSeconds = seconds;
    size--;
    queue.waiting.remove();
    if (queue.waiting.isEmpty()) {
      queues.remove(queue.action);
    }
    return true;
  }

  private @Nullable ActionLine<T> next(
      Function<? super T, ? extends ClusterView> views,
      int position,
      double seconds,
      boolean must) {
    ActionLine<T> best = null;
    ActionLine<T> first = null;
    double highest = 0;
    double highestOfAll = 0;
    for (ActionLine<T> queue : queues.values()) {
      ClusterView view = views.apply(queue.waiting.element().activation);
      boolean warm = warm(view, position, queue.action);
      double waited = seconds - queue.waiting.element().seconds;
      double urgency = LateBinding.urgency(view, queue.action, waited, warm);
      if (urgency > highestOfAll) {
        highestOfAll = urgency;
        first = queue;
      }
      if (urgency > highest && !queue.refused && maySend(view, position, queue, seconds)) {
        highest = urgency;
        best = queue;
      }
    }
    if (first != passed) {
      passed = first;
      passes = 0;
    }
    return first != null && (must || passes >= PASSES) && !first.refused ? first : best;
  }

  private static boolean warm(ClusterView view, int position, Action action) {
    return position == ANY
        ? view.sums(action).actionIdleWarm() > 0
        : view.idleWarm(position, action) > 0;
  }

  private boolean maySend(ClusterView view, int position, ActionLine<T> queue, double seconds) {
    int waiting = queue.waiting(view, seconds);
    if (position != ANY) {
      return rule.maySend(view, position, queue.action, waiting);
    }
    for (int i = 0; i < view.size(); i++) {
      if (view.usable(i) && rule.maySend(view, i, queue.action, waiting)) {
        return true;
      }
    }
    return false;
  }
}
