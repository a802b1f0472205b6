package io.faasrank.feature;

import static io.faasrank.feature.Feature.gauge;

import io.faasrank.cluster.ResourceMetric;
import io.faasrank.feature.Feature.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The columns of the paper, and five that it leaves out. The order is part of a schema. */
final class PaperColumns {

  /** Table I: 21 resource metrics, and five columns of server and function. */
  static final List<Feature> TABLE1 = table1();

  /** Table I, and behind it what it leaves out. */
  static final List<Feature> EXTENDED = extended();

  /** Names of the columns that are of an invoker and an action. */
  static final Set<String> MIXED = Set.of("warm_infrastructures", "action_inflight");

  private PaperColumns() {}

  private static List<Feature> table1() {
    List<Feature> columns = new ArrayList<>();
    for (ResourceMetric metric : ResourceMetric.values()) {
      columns.add(Feature.of(metric));
    }
    columns.addAll(
        List.of(
            gauge("avail_memory", "MB", Source.BOOK, (view, i, action) -> view.freeMemoryMb(i)),
            gauge(
                "inflight_invocations",
                "count",
                Source.BOOK,
                (view, i, action) -> view.inflight(i)),
            gauge("warm_infrastructures", "count", Source.BOOK, (v, i, a) -> v.idleWarm(i, a)),
            gauge("requested_memory", "MB", Source.ACTION, (view, i, action) -> action.memoryMb()),
            gauge("init_time", "s", Source.ACTION, (view, i, a) -> view.initSeconds(a))));
    return List.copyOf(columns);
  }

  private static List<Feature> extended() {
    List<Feature> columns = new ArrayList<>(TABLE1);
    columns.addAll(
        List.of(
            gauge("action_inflight", "count", Source.BOOK, (v, i, a) -> v.inflight(i, a)),
            gauge("run_time", "s", Source.ACTION, (view, i, a) -> view.runSeconds(a)),
            gauge("queue_length", "count", Source.BOOK, (view, i, a) -> view.queued(i)),
            gauge("idle_memory", "MB", Source.BOOK, (view, i, a) -> view.idleMemoryMb(i)),
            gauge("cores", "count", Source.INVOKER_REPORT, (view, i, a) -> view.cores(i))));
    return List.copyOf(columns);
  }
}
