package io.faasrank.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the reports of one invoker in the compact form: a full report now and then, and between
 * them what differs from the last full one. A change is complete with that full report alone, so a
 * reader that skips changes loses nothing by it. {@link CompactReportCodec} reads both. Not
 * thread-safe.
 */
public final class CompactReports {

  private record Key(String namespace, String name, int memoryMb) {

    static Key of(ActionReport action) {
      return new Key(action.namespace(), action.name(), action.memoryMb());
    }
  }

  private final WireWriter document = new WireWriter(1024);
  private final WireWriter part = new WireWriter(1024);
  private final WireWriter element = new WireWriter(256);
  private final Map<Key, Integer> places = new HashMap<>();
  private @Nullable InvokerReport full;

  /**
   * The report as a full one, to which later changes refer.
   *
   * @param report one that {@link ReportCodec#fitting} leaves as it is
   */
  public byte[] full(InvokerReport report) {
    full = report;
    places.clear();
    List<ActionReport> actions = actions(report);
    for (int i = 0; i < actions.size(); i++) {
      places.put(Key.of(actions.get(i)), i);
    }
    begin(report);
    document.integer(CompactFields.SAMPLED_AT, report.sampledAtMillis());
    document.text(CompactFields.UNIQUE_NAME, report.uniqueName());
    Long startedAt = report.startedAtMillis();
    if (startedAt != null) {
      document.integer(CompactFields.STARTED_AT, startedAt);
    }
    resources(report.resources());
    ContainerReport containers = report.containers();
    if (containers != null) {
      fixed(containers);
      for (ActionReport action : actions) {
        element.clear();
        named(action);
        part.message(CompactFields.ACTION, element);
      }
      document.message(CompactFields.CONTAINERS, part);
    }
    return document.toByteArray();
  }

  /**
   * The report as a change of the last full one.
   *
   * @throws IllegalStateException when there was none
   */
  public byte[] change(InvokerReport report) {
    InvokerReport base = full;
    if (base == null) {
      throw new IllegalStateException("a change before the first full report");
    }
    begin(report);
    document.integer(CompactFields.OF_FULL, base.sampledAtMillis());
    document.integer(CompactFields.SAMPLED_AT, report.sampledAtMillis());
    if (!report.resources().equals(base.resources())) {
      resources(report.resources());
    }
    ContainerReport containers = report.containers();
    if (containers != null) {
      fixed(containers);
      changed(actions(base), containers.actions());
      document.message(CompactFields.CONTAINERS, part);
    }
    return document.toByteArray();
  }

  private static List<ActionReport> actions(InvokerReport report) {
    ContainerReport containers = report.containers();
    return containers == null ? List.of() : containers.actions();
  }

  private void begin(InvokerReport report) {
    document.clear();
    document.integer(CompactFields.SCHEMA, CompactFields.VERSION);
    document.integer(CompactFields.INVOKER, report.invoker());
  }

  private void resources(ResourceReport resources) {
    part.clear();
    part.integer(CompactFields.RESOURCES_SAMPLED_AT, resources.sampledAtMillis());
    part.decimal(CompactFields.INTERVAL, resources.intervalMillis());
    part.integer(CompactFields.CORES, resources.cores());
    for (ResourceMetric metric : ResourceMetric.values()) {
      part.decimal(CompactFields.FIRST_METRIC + metric.ordinal(), resources.value(metric));
    }
    document.message(CompactFields.RESOURCES, part);
  }

  private void fixed(ContainerReport containers) {
    part.clear();
    part.integer(CompactFields.USER_MEMORY, containers.userMemoryMb());
    part.integer(CompactFields.RESERVED_MEMORY, containers.reservedMemoryMb());
    part.integer(CompactFields.IDLE_MEMORY, containers.idleMemoryMb());
    part.integer(CompactFields.INFLIGHT, containers.inflight());
    Integer queued = containers.queued();
    if (queued != null) {
      part.integer(CompactFields.QUEUED, queued);
    }
    part.integer(CompactFields.CREATIONS, containers.creations());
    part.integer(CompactFields.CREATION_FAILURES, containers.creationFailures());
    part.integer(CompactFields.INSTRUMENTATION_FAILURES, containers.instrumentationFailures());
  }

  private void changed(List<ActionReport> before, List<ActionReport> now) {
    boolean[] present = new boolean[before.size()];
    for (ActionReport action : now) {
      int place = places.getOrDefault(Key.of(action), -1);
      if (place < 0 || present[place]) {
        element.clear();
        named(action);
        part.message(CompactFields.ACTION, element);
        continue;
      }
      present[place] = true;
      if (!action.equals(before.get(place))) {
        element.clear();
        element.integer(CompactFields.PLACE, place);
        measured(action);
        part.message(CompactFields.ACTION, element);
      }
    }
    for (int i = 0; i < present.length; i++) {
      if (!present[i]) {
        part.integer(CompactFields.GONE, i);
      }
    }
  }

  private void named(ActionReport action) {
    element.text(CompactFields.NAMESPACE, action.namespace());
    element.text(CompactFields.NAME, action.name());
    element.integer(CompactFields.MEMORY, action.memoryMb());
    measured(action);
  }

  private void measured(ActionReport action) {
    element.integer(CompactFields.IDLE_WARM, action.idleWarm());
    Integer running = action.running();
    if (running != null) {
      element.integer(CompactFields.RUNNING, running);
    }
    element.integer(CompactFields.INITIALISATIONS, action.initialisations());
    element.decimal(CompactFields.INIT_MILLIS, action.initMillis());
    element.integer(CompactFields.RUNS, action.runs());
    element.decimal(CompactFields.RUN_MILLIS, action.runMillis());
  }
}
