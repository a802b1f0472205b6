package io.faasrank.feature;

import static io.faasrank.feature.FastLog.log;
import static io.faasrank.feature.FastLog.log1p;
import static io.faasrank.feature.Feature.gauge;
import static io.faasrank.feature.GeneralFormulas.inflightToCluster;
import static io.faasrank.feature.GeneralFormulas.logSeconds;
import static io.faasrank.feature.GeneralFormulas.memoryPerCore;
import static io.faasrank.feature.GeneralFormulas.queuedToCluster;
import static io.faasrank.feature.GeneralFormulas.reservedLog;
import static io.faasrank.feature.GeneralFormulas.reservedToCluster;
import static io.faasrank.feature.GeneralFormulas.room;
import static io.faasrank.feature.GeneralFormulas.roomBesideIdle;
import static io.faasrank.feature.GeneralFormulas.share;
import static io.faasrank.feature.GeneralFormulas.sizeToMean;
import static io.faasrank.feature.GeneralFormulas.workToCluster;

import io.faasrank.cluster.ClusterSums;
import io.faasrank.cluster.ClusterView;
import io.faasrank.feature.Feature.Reader;
import io.faasrank.feature.Feature.Source;
import java.util.List;

/**
 * The scale-free columns: shares, logarithms and ratios to the cluster, so that a model sees a
 * cluster of 64 cores as it sees one of 4. Every value is finite by construction, but for the times
 * of an action that are NaN while unknown. A logarithm of a ratio to the cluster is a term of the
 * invoker less a term common to all candidates.
 */
final class GeneralColumns {

  static final List<Feature> COLUMNS =
      List.of(
          // the action
          action("run_time_log", "log s", (v, i, a) -> logSeconds(v.runSeconds(a))),
          action("init_time_log", "log s", (v, i, a) -> logSeconds(v.initSeconds(a))),
          action(
              "init_to_run_log",
              "log ratio",
              (v, i, a) -> logSeconds(v.initSeconds(a)) - logSeconds(v.runSeconds(a))),
          action("run_time_unknown", "0 or 1", (v, i, a) -> Float.isNaN(v.runSeconds(a)) ? 1 : 0),
          book(
              "memory_share_log",
              "log ratio",
              (v, i, a) -> log(share(a.memoryMb(), v.memoryMb(i)))),
          // the cluster
          cluster(
              "cluster_action_inflight",
              "log count",
              (v, i, a) -> log1p(v.sums(a).actionInflight())),
          cluster("overloaded", "0 or 1", (v, i, a) -> v.fits(i, a) ? 0 : 1),
          cluster(
              "cluster_inflight_per_core",
              "log ratio",
              (v, i, a) -> log1p(inflightPerCore(v.sums(a)))),
          cluster(
              "cluster_reserved_share",
              "log ratio",
              (v, i, a) -> log1p(share(v.sums(a).reservedMb(), v.sums(a).memoryMb()))),
          cluster(
              "cluster_queued_per_core", "log ratio", (v, i, a) -> log1p(queuedPerCore(v.sums(a)))),
          cluster("cluster_idle_warm", "log count", (v, i, a) -> log1p(v.sums(a).actionIdleWarm())),
          // the invoker
          book(
              "room",
              "asinh share",
              (v, i, a) -> room(v.freeMemoryMb(i), a.memoryMb(), v.memoryMb(i))),
          book("inflight", "log count", (v, i, a) -> log1p(v.inflight(i))),
          book("inflight_per_core", "log ratio", (v, i, a) -> log1p(inflightPerCore(v, i))),
          book("warm", "0 or 1", (v, i, a) -> v.idleWarm(i, a) > 0 ? 1 : 0),
          book("action_share", "share", (v, i, a) -> v.inflight(i, a) / (1f + v.inflight(i))),
          book("action_inflight", "log count", (v, i, a) -> log1p(v.inflight(i, a))),
          book(
              "action_share_here",
              "share",
              (v, i, a) -> Math.min(1, v.inflight(i, a) / (1f + v.sums(a).actionInflight()))),
          book("queued_per_core", "log ratio", (v, i, a) -> log1p(queuedPerCore(v, i))),
          book("idle_share", "share", (v, i, a) -> share(v.idleMemoryMb(i), v.memoryMb(i))),
          book(
              "room_beside_idle",
              "share",
              (v, i, a) ->
                  roomBesideIdle(
                      v.freeMemoryMb(i), v.idleMemoryMb(i), a.memoryMb(), v.memoryMb(i))),
          book("reserved_per_core", "log ratio", (v, i, a) -> reservedLog(reservedPerCore(v, i))),
          book(
              "size_to_mean_log",
              "log ratio",
              (v, i, a) -> sizeToMean(v.memoryMb(i), meanMb(v.sums(a)))),
          book(
              "memory_per_core_log",
              "log ratio",
              (v, i, a) -> memoryPerCore(v.memoryMb(i), v.cores(i))),
          // the invoker beside the cluster
          book(
              "reserved_to_cluster",
              "log ratio",
              (v, i, a) -> reservedToCluster(reservedPerCore(v, i), reservedPerCore(v.sums(a)))),
          book(
              "inflight_to_cluster",
              "log ratio",
              (v, i, a) -> inflightToCluster(inflightPerCore(v, i), inflightPerCore(v.sums(a)))),
          book(
              "queued_to_cluster",
              "asinh ratio",
              (v, i, a) -> queuedToCluster(queuedPerCore(v, i), queuedPerCore(v.sums(a)))),
          book(
              "work_to_cluster",
              "log ratio",
              (v, i, a) -> workToCluster(workSeconds(v, i), workSeconds(v.sums(a)))),
          book("work", "log s", (v, i, a) -> log1p(workSeconds(v, i))),
          // OpenWhisk's own order
          book("walk_share", "share", (v, i, a) -> v.walk(a).place(i) / (float) v.size()),
          book("walk_nearness", "ratio", (v, i, a) -> 1f / (1 + v.walk(a).place(i))));

  private GeneralColumns() {}

  private static Feature action(String name, String unit, Reader reader) {
    return gauge(name, unit, Source.ACTION, reader);
  }

  private static Feature cluster(String name, String unit, Reader reader) {
    return gauge(name, unit, Source.CLUSTER, reader);
  }

  private static Feature book(String name, String unit, Reader reader) {
    return gauge(name, unit, Source.BOOK, reader);
  }

  private static float inflightPerCore(ClusterView view, int position) {
    return share(view.inflight(position), view.cores(position));
  }

  private static float queuedPerCore(ClusterView view, int position) {
    return share(view.queued(position), view.cores(position));
  }

  private static float reservedPerCore(ClusterView view, int position) {
    return GeneralFormulas.reservedPerCore(
        view.memoryMb(position), view.freeMemoryMb(position), view.cores(position));
  }

  private static float workSeconds(ClusterView view, int position) {
    return share(view.workMbSeconds(position), view.memoryMb(position));
  }

  static float inflightPerCore(ClusterSums sums) {
    return share(sums.inflight(), sums.cores());
  }

  static float queuedPerCore(ClusterSums sums) {
    return share(sums.queued(), sums.cores());
  }

  static float reservedPerCore(ClusterSums sums) {
    return share(sums.reservedMb(), sums.cores());
  }

  static float workSeconds(ClusterSums sums) {
    return share(sums.workMbSeconds(), sums.memoryMb());
  }

  static float meanMb(ClusterSums sums) {
    return share(sums.memoryMb(), sums.invokers());
  }
}
