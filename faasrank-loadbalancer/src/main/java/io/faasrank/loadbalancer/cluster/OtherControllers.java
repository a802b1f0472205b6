package io.faasrank.loadbalancer.cluster;

import io.faasrank.loadbalancer.cluster.InflightReport.OfAction;
import io.faasrank.loadbalancer.cluster.InflightReport.OnInvoker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes into the book what the other controllers tell of theirs. A controller's last report holds
 * until the next one, or until it is as old as a report of an invoker may be. For one thread at a
 * time; those who decide see it change without a lock.
 */
public final class OtherControllers {

  private record Place(int invoker, ActionBook action) {}

  /** What an invoker has of one controller. */
  private record Totals(int inflight, int reservedMb, long workMbMillis) {

    static final Totals NONE = new Totals(0, 0, 0);
  }

  /** The last report of a controller, as it stands in the book. */
  private static final class Taken {

    private long sampledAtMillis;
    private long takenNanos;
    private Map<Place, Integer> actions = Map.of();
    private Map<Integer, Totals> invokers = Map.of();
  }

  private final String own;
  private final ClusterBook book;
  private final Map<String, Taken> others = new HashMap<>();

  /**
   * @param own id of this controller, whose reports are passed over
   */
  public OtherControllers(String own, ClusterBook book) {
    this.own = own;
    this.book = book;
  }

  /** Takes a report, where it is new and another controller's. */
  public synchronized void take(InflightReport report) {
    if (report.controller().equals(own)) {
      return;
    }
    Taken taken = others.computeIfAbsent(report.controller(), ignored -> new Taken());
    if (taken.sampledAtMillis == report.sampledAtMillis()) {
      return;
    }
    taken.sampledAtMillis = report.sampledAtMillis();
    taken.takenNanos = book.nowNanos();
    book.heard(others.size());
    change(taken, report.invokers());
  }

  /** Forgets what controllers have in flight that are no longer heard of. */
  public synchronized void age() {
    long now = book.nowNanos();
    List<Taken> silent = new ArrayList<>();
    others
        .values()
        .removeIf(
            taken -> {
              boolean stale = now - taken.takenNanos > book.staleNanos();
              if (stale) {
                silent.add(taken);
              }
              return stale;
            });
    book.heard(others.size());
    silent.forEach(taken -> change(taken, List.of()));
  }

  private void change(Taken taken, List<OnInvoker> now) {
    Map<Place, Integer> actions = new HashMap<>();
    Map<Integer, Totals> invokers = new HashMap<>();
    for (OnInvoker each : now) {
      long work = 0;
      for (OfAction of : each.actions()) {
        ActionBook action = book.actions().reported(of.namespace(), of.name(), of.memoryMb());
        float runSeconds = Float.NaN;
        if (action != null) {
          actions.merge(new Place(each.invoker(), action), of.inflight(), Integer::sum);
          runSeconds = action.runSeconds();
        }
        work += of.inflight() * book.workMbMillis(of.memoryMb(), runSeconds);
      }
      invokers.put(each.invoker(), new Totals(each.inflight(), each.reservedMb(), work));
    }
    actions.forEach(
        (place, count) -> announced(place, count - taken.actions.getOrDefault(place, 0)));
    taken.actions.forEach(
        (place, count) -> announced(place, actions.containsKey(place) ? 0 : -count));
    invokers.forEach(
        (invoker, totals) ->
            announced(invoker, totals, taken.invokers.getOrDefault(invoker, Totals.NONE)));
    taken.invokers.forEach(
        (invoker, totals) -> {
          if (!invokers.containsKey(invoker)) {
            announced(invoker, Totals.NONE, totals);
          }
        });
    taken.actions = actions;
    taken.invokers = invokers;
  }

  private static void announced(Place place, int change) {
    if (change != 0) {
      place.action.announced(place.invoker, change);
    }
  }

  private void announced(int invoker, Totals now, Totals before) {
    if (!now.equals(before)) {
      book.invoker(invoker)
          .announced(
              now.inflight - before.inflight,
              now.reservedMb - before.reservedMb,
              now.workMbMillis - before.workMbMillis);
    }
  }
}
