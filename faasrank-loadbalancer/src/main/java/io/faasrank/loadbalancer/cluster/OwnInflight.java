package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.Action;
import io.faasrank.loadbalancer.cluster.InflightReport.OfAction;
import io.faasrank.loadbalancer.cluster.InflightReport.OnInvoker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks up what this controller has in flight, to tell the others. Off the request path. */
public final class OwnInflight {

  private final String controller;
  private final ClusterBook book;
  private final OpenDispatches open;

  /**
   * @param controller id of this controller
   */
  public OwnInflight(String controller, ClusterBook book, OpenDispatches open) {
    this.controller = controller;
    this.book = book;
    this.open = open;
  }

  /** As of now. */
  public InflightReport report(long wallMillis) {
    Map<Integer, Map<Action, Integer>> counts = new TreeMap<>();
    open.forEach(
        dispatch -> {
          if (dispatch.inFlight()) {
            counts
                .computeIfAbsent(dispatch.invoker(), ignored -> new LinkedHashMap<>())
                .merge(dispatch.action().action(), 1, Integer::sum);
          }
        });
    List<OnInvoker> invokers = new ArrayList<>(counts.size());
    counts.forEach((invoker, actions) -> invokers.add(onInvoker(invoker, actions)));
    return new InflightReport(controller, wallMillis, invokers);
  }

  private OnInvoker onInvoker(int invoker, Map<Action, Integer> counts) {
    List<OfAction> actions = new ArrayList<>(counts.size());
    counts.forEach(
        (action, count) ->
            actions.add(new OfAction(action.namespace(), action.name(), action.memoryMb(), count)));
    InvokerBook there = book.find(invoker);
    int reservedMb = there == null ? 0 : Math.max(0, there.reservedMb.get());
    return new OnInvoker(invoker, reservedMb, actions);
  }
}
