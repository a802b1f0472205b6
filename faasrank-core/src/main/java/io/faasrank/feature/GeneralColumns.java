package io.faasrank.feature;

import static io.faasrank.feature.FastLog.asinh;
import static io.faasrank.feature.FastLog.log;
import static io.faasrank.feature.FastLog.log1p;
import static io.faasrank.feature.Feature.gauge;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterSums;
import io.faasrank.cluster.ClusterView;
import io.faasrank.feature.Feature.Source;
import java.util.List;

/**
 * The scale-free columns: shares, logarithms and ratios to the cluster, so that a model sees a
 * cluster of 64 cores as it sees one of 4. Every value is finite by construction, but for the times
 * of an action that are NaN while unknown. A ratio to the cluster is a term of the invoker less a
 * term common to all candidates.
 */
final class GeneralColumns {

  /** Shorter times are as good as this one. Chosen: the resolution of OpenWhisk's durations. */
  private static final float SHORTEST_SECONDS = 1e-3f;

  /** MB a core of the paper's invokers, the middle of the column. */
  private static final float USUAL_MB_PER_CORE = 256;

  /** MB reserved a core at which the logarithm bends. Unmeasured: a small function. */
  private static final float BENDS_MB_PER_CORE = 100;

  // Added before a ratio to the cluster is taken, so that an empty invoker has a logarithm. All are
  // unmeasured, and lie below what one small activation on a large invoker makes.
  private static final float LEAST_MB_PER_CORE = 1;
  private static final float LEAST_PER_CORE = 0.01f;
  private static final float LEAST_WORK_SECONDS = 0.01f;

  static final List<Feature> COLUMNS =
      List.of(
          // the action
          gauge("run_time_log", "log s", Source.ACTION, (v, i, a) -> logSeconds(v.runSeconds(a))),
          gauge("init_time_log", "log s", Source.ACTION, (v, i, a) -> logSeconds(v.initSeconds(a))),
          gauge(
              "init_to_run_log",
              "log ratio",
              Source.ACTION,
              (v, i, a) -> logSeconds(v.initSeconds(a)) - logSeconds(v.runSeconds(a))),
          gauge(
              "run_time_unknown",
              "0 or 1",
              Source.ACTION,
              (v, i, a) -> Float.isNaN(v.runSeconds(a)) ? 1 : 0),
          gauge("memory_share_log", "log ratio", Source.BOOK, GeneralColumns::memoryShareLog),
          // the cluster
          gauge(
              "cluster_action_inflight",
              "log count",
              Source.CLUSTER,
              (v, i, a) -> log1p(v.sums(a).actionInflight())),
          gauge("overloaded", "0 or 1", Source.CLUSTER, (v, i, a) -> v.fits(i, a) ? 0 : 1),
          gauge(
              "cluster_inflight_per_core",
              "log ratio",
              Source.CLUSTER,
              (v, i, a) -> log1p(inflightPerCore(v.sums(a)))),
          gauge(
              "cluster_reserved_share",
              "log ratio",
              Source.CLUSTER,
              (v, i, a) -> log1p(share(v.sums(a).reservedMb(), v.sums(a).memoryMb()))),
          gauge(
              "cluster_queued_per_core",
              "log ratio",
              Source.CLUSTER,
              (v, i, a) -> log1p(queuedPerCore(v.sums(a)))),
          gauge(
              "cluster_idle_warm",
              "log count",
              Source.CLUSTER,
              (v, i, a) -> log1p(v.sums(a).actionIdleWarm())),
          // the invoker
          gauge("room", "asinh share", Source.BOOK, GeneralColumns::room),
          gauge("inflight", "log count", Source.BOOK, (v, i, a) -> log1p(v.inflight(i))),
          gauge(
              "inflight_per_core",
              "log ratio",
              Source.BOOK,
              (v, i, a) -> log1p(share(v.inflight(i), v.cores(i)))),
          gauge("warm", "0 or 1", Source.BOOK, (v, i, a) -> v.idleWarm(i, a) > 0 ? 1 : 0),
          gauge(
              "action_share",
              "share",
              Source.BOOK,
              (v, i, a) -> v.inflight(i, a) / (1f + v.inflight(i))),
          gauge("action_inflight", "log count", Source.BOOK, (v, i, a) -> log1p(v.inflight(i, a))),
          gauge(
              "action_share_here",
              "share",
              Source.BOOK,
              (v, i, a) -> Math.min(1, v.inflight(i, a) / (1f + v.sums(a).actionInflight()))),
          gauge(
              "queued_per_core",
              "log ratio",
              Source.BOOK,
              (v, i, a) -> log1p(share(v.queued(i), v.cores(i)))),
          gauge(
              "idle_share",
              "share",
              Source.BOOK,
              (v, i, a) -> share(v.idleMemoryMb(i), v.memoryMb(i))),
          gauge("room_beside_idle", "share", Source.BOOK, GeneralColumns::roomBesideIdle),
          gauge(
              "reserved_per_core",
              "log ratio",
              Source.BOOK,
              (v, i, a) -> log1p(reservedPerCore(v, i) / BENDS_MB_PER_CORE)),
          gauge("size_to_mean_log", "log ratio", Source.BOOK, GeneralColumns::sizeToMeanLog),
          gauge("memory_per_core_log", "log ratio", Source.BOOK, GeneralColumns::memoryPerCoreLog),
          // the invoker beside the cluster
          gauge(
              "reserved_to_cluster",
              "log ratio",
              Source.BOOK,
              (v, i, a) ->
                  log(reservedPerCore(v, i) + LEAST_MB_PER_CORE)
                      - log(reservedPerCore(v.sums(a)) + LEAST_MB_PER_CORE)),
          gauge(
              "inflight_to_cluster",
              "log ratio",
              Source.BOOK,
              (v, i, a) ->
                  log(share(v.inflight(i), v.cores(i)) + LEAST_PER_CORE)
                      - log(inflightPerCore(v.sums(a)) + LEAST_PER_CORE)),
          gauge(
              "queued_to_cluster",
              "asinh ratio",
              Source.BOOK,
              (v, i, a) -> asinh(share(v.queued(i), v.cores(i)) - queuedPerCore(v.sums(a)))),
          gauge(
              "work_to_cluster",
              "log ratio",
              Source.BOOK,
              (v, i, a) ->
                  log(workSeconds(v, i) + LEAST_WORK_SECONDS)
                      - log(workSeconds(v.sums(a)) + LEAST_WORK_SECONDS)),
          gauge("work", "log s", Source.BOOK, (v, i, a) -> log1p(workSeconds(v, i))),
          // OpenWhisk's own order
          gauge(
              "walk_share",
              "share",
              Source.BOOK,
              (v, i, a) -> v.walk(a).place(i) / (float) v.size()),
          gauge("walk_nearness", "ratio", Source.BOOK, (v, i, a) -> 1f / (1 + v.walk(a).place(i))));

  private GeneralColumns() {}

  private static float logSeconds(float seconds) {
    return Float.isNaN(seconds) ? Float.NaN : log(Math.max(seconds, SHORTEST_SECONDS));
  }

  private static float memoryShareLog(ClusterView view, int position, Action action) {
    return log(share(action.memoryMb(), view.memoryMb(position)));
  }

  /** Twice the memory that would be left, in memories of the invoker; below 0 it has to wait. */
  private static float room(ClusterView view, int position, Action action) {
    int left = view.freeMemoryMb(position) - action.memoryMb();
    return asinh(2 * share(left, view.memoryMb(position)));
  }

  /** As {@link #room}, if no idle container were evicted for it. */
  private static float roomBesideIdle(ClusterView view, int position, Action action) {
    int left = view.freeMemoryMb(position) - view.idleMemoryMb(position) - action.memoryMb();
    return Math.max(-1, Math.min(1, share(left, view.memoryMb(position))));
  }

  private static float sizeToMeanLog(ClusterView view, int position, Action action) {
    ClusterSums sums = view.sums(action);
    return log(Math.max(1, view.memoryMb(position)))
        - log(Math.max(1, share(sums.memoryMb(), sums.invokers())));
  }

  private static float memoryPerCoreLog(ClusterView view, int position, Action action) {
    return log(
        Math.max(1, share(view.memoryMb(position), view.cores(position))) / USUAL_MB_PER_CORE);
  }

  private static float reservedPerCore(ClusterView view, int position) {
    return share(
        Math.max(0, view.memoryMb(position) - view.freeMemoryMb(position)), view.cores(position));
  }

  private static float reservedPerCore(ClusterSums sums) {
    return share(sums.reservedMb(), sums.cores());
  }

  private static float inflightPerCore(ClusterSums sums) {
    return share(sums.inflight(), sums.cores());
  }

  private static float queuedPerCore(ClusterSums sums) {
    return share(sums.queued(), sums.cores());
  }

  /** Work in MB seconds for each MB: how long it would fill the invoker. */
  private static float workSeconds(ClusterView view, int position) {
    return share(view.workMbSeconds(position), view.memoryMb(position));
  }

  private static float workSeconds(ClusterSums sums) {
    return share(sums.workMbSeconds(), sums.memoryMb());
  }

  /** A part of a whole; a whole of nothing counts as 1, so that the ratio is finite. */
  private static float share(float part, float whole) {
    return part / Math.max(whole, 0.01f);
  }
}
