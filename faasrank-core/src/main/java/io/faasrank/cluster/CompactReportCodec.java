package io.faasrank.cluster;

import io.faasrank.cluster.ReportRejectedException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads reports in the compact form, which {@link CompactReports} writes: a message in the wire
 * format of Protocol Buffers, so that {@code protoc --decode_raw} shows one. {@link CompactFields}
 * has the numbers; one that is not known is skipped, and a known one that is missing is 0 where it
 * counts something.
 *
 * <p>Reading trusts no input: it returns a report within {@link ReportBounds} or throws. Safe to
 * call from many threads.
 */
public final class CompactReportCodec {

  private static final byte FIRST = CompactFields.SCHEMA << 3;
  private static final byte SECOND = CompactFields.INVOKER << 3;
  private static final byte THIRD_OF_CHANGE = CompactFields.OF_FULL << 3;

  /** Longest beginning of a document up to the kind: version and invoker. */
  private static final int BEGINNING = 8;

  private CompactReportCodec() {}

  /** Whether the document is in the compact form, valid or not; JSON never begins like that. */
  public static boolean isCompact(byte[] document) {
    return document.length > 0 && document[0] == FIRST;
  }

  /**
   * Which invoker's the document is, without reading the rest.
   *
   * @throws ReportRejectedException when it does not begin as a compact report
   */
  public static int invoker(byte[] document) throws ReportRejectedException {
    WireReader reader =
        new WireReader(Arrays.copyOf(document, Math.min(document.length, BEGINNING)));
    if (reader.next() && reader.field() == CompactFields.SCHEMA) {
      checkVersion(reader);
      if (reader.next() && reader.field() == CompactFields.INVOKER) {
        return (int) reader.integer("invoker", 0, ReportBounds.INVOKER);
      }
    }
    throw new ReportRejectedException(Reason.MALFORMED, "does not begin as a compact report");
  }

  /** Whether a compact document is a change, as it says itself. */
  public static boolean isChange(byte[] document) {
    int at = 2;
    if (at < document.length && document[at] == SECOND) {
      at++;
      while (at < document.length && document[at] < 0) {
        at++;
      }
      at++;
      return at < document.length && document[at] == THIRD_OF_CHANGE;
    }
    return false;
  }

  /**
   * Reads a document.
   *
   * @param full the last full report of the same invoker, in whichever form it came; null for none
   * @return null when the document is a change of another full report than the given one
   * @throws ReportRejectedException when it is no valid report; nothing else is thrown
   */
  public static @Nullable InvokerReport decode(byte[] document, @Nullable InvokerReport full)
      throws ReportRejectedException {
    if (document.length > ReportBounds.DOCUMENT_BYTES) {
      throw new ReportRejectedException(
          Reason.OVERSIZED,
          String.format("%s bytes, at most %s", document.length, ReportBounds.DOCUMENT_BYTES));
    }
    WireReader reader = new WireReader(document);
    int invoker = -1;
    long sampledAt = 0;
    String uniqueName = null;
    Long startedAt = null;
    InvokerReport base = null;
    ResourceReport resources = null;
    ContainerReport containers = null;
    while (reader.next()) {
      switch (reader.field()) {
        case CompactFields.SCHEMA -> checkVersion(reader);
        case CompactFields.INVOKER ->
            invoker = (int) reader.integer("invoker", 0, ReportBounds.INVOKER);
        case CompactFields.OF_FULL -> {
          long wanted = time(reader, "of_full_sampled_at_epoch_ms");
          if (full == null || full.sampledAtMillis() != wanted || full.invoker() != invoker) {
            return null;
          }
          base = full;
          uniqueName = full.uniqueName();
          startedAt = full.startedAtMillis();
          resources = full.resources();
        }
        case CompactFields.SAMPLED_AT -> sampledAt = time(reader, "sampled_at_epoch_ms");
        case CompactFields.UNIQUE_NAME -> uniqueName = reader.text("unique_name");
        case CompactFields.STARTED_AT -> startedAt = time(reader, "started_at_epoch_ms");
        case CompactFields.RESOURCES -> resources = resources(reader.message("resources"));
        case CompactFields.CONTAINERS ->
            containers =
                containers(reader.message("containers"), base == null ? null : base.containers());
        default -> {}
      }
    }
    require(invoker >= 0, "invoker");
    require(sampledAt > 0, "sampled_at_epoch_ms");
    if (uniqueName == null) {
      throw missing("unique_name");
    }
    if (resources == null) {
      throw missing("resources");
    }
    return new InvokerReport(invoker, uniqueName, startedAt, sampledAt, resources, containers);
  }

  private static void checkVersion(WireReader reader) throws ReportRejectedException {
    long version = reader.integer("schema", 0, Long.MAX_VALUE);
    if (version != CompactFields.VERSION) {
      throw new ReportRejectedException(
          Reason.UNKNOWN_SCHEMA,
          String.format("schema is %s, not %s", version, CompactFields.VERSION));
    }
  }

  private static ResourceReport resources(WireReader reader) throws ReportRejectedException {
    long sampledAt = 0;
    double intervalMillis = 0;
    int cores = 0;
    double[] values = new double[ResourceMetric.COUNT];
    Arrays.fill(values, Double.NaN);
    while (reader.next()) {
      switch (reader.field()) {
        case CompactFields.RESOURCES_SAMPLED_AT ->
            sampledAt = time(reader, "resources.sampled_at_epoch_ms");
        case CompactFields.INTERVAL ->
            intervalMillis = reader.decimal("resources.interval_ms", ReportBounds.INTERVAL_MILLIS);
        case CompactFields.CORES ->
            cores = (int) reader.integer("resources.cores", 1, ReportBounds.CORES);
        default -> {
          int metric = reader.field() - CompactFields.FIRST_METRIC;
          if (metric >= 0 && metric < values.length) {
            values[metric] = reader.decimal("resources", Double.MAX_VALUE);
          }
        }
      }
    }
    require(sampledAt > 0, "resources.sampled_at_epoch_ms");
    require(intervalMillis > 0, "resources.interval_ms");
    require(cores > 0, "resources.cores");
    for (ResourceMetric metric : ResourceMetric.values()) {
      double highest = ReportBounds.highest(metric, cores, intervalMillis);
      if (values[metric.ordinal()] > highest) {
        throw new ReportRejectedException(
            Reason.OUT_OF_BOUNDS,
            String.format(
                "resources.%s is %s, at most %s",
                ReportCodec.key(metric), values[metric.ordinal()], highest));
      }
    }
    return new ResourceReport(sampledAt, intervalMillis, cores, values);
  }

  private static ContainerReport containers(WireReader reader, @Nullable ContainerReport base)
      throws ReportRejectedException {
    int userMemoryMb = 0;
    int reservedMb = 0;
    int idleMb = 0;
    int inflight = 0;
    Integer queued = null;
    long creations = 0;
    long failures = 0;
    long instrumentationFailures = 0;
    List<ActionReport> before = base == null ? List.of() : base.actions();
    List<@Nullable ActionReport> actions = new ArrayList<>(before);
    while (reader.next()) {
      switch (reader.field()) {
        case CompactFields.USER_MEMORY -> userMemoryMb = memory(reader, "user_memory_mb");
        case CompactFields.RESERVED_MEMORY -> reservedMb = memory(reader, "reserved_memory_mb");
        case CompactFields.IDLE_MEMORY -> idleMb = memory(reader, "idle_memory_mb");
        case CompactFields.INFLIGHT -> inflight = count(reader, "inflight_count");
        case CompactFields.QUEUED -> queued = count(reader, "queued_count");
        case CompactFields.CREATIONS -> creations = total(reader, "creations_count");
        case CompactFields.CREATION_FAILURES -> failures = total(reader, "creation_failures_count");
        case CompactFields.INSTRUMENTATION_FAILURES ->
            instrumentationFailures = total(reader, "instrumentation_failures_count");
        case CompactFields.ACTION -> action(reader.message("action"), before, actions);
        case CompactFields.GONE -> actions.set(place(reader, before), null);
        default -> {}
      }
    }
    List<ActionReport> present = new ArrayList<>(actions.size());
    for (ActionReport action : actions) {
      if (action != null) {
        present.add(action);
      }
    }
    return new ContainerReport(
        userMemoryMb,
        reservedMb,
        idleMb,
        inflight,
        queued,
        creations,
        failures,
        instrumentationFailures,
        present);
  }

  /** Puts an action into its place in the full report, or behind all where it has none. */
  private static void action(
      WireReader reader, List<ActionReport> before, List<@Nullable ActionReport> actions)
      throws ReportRejectedException {
    int place = -1;
    String namespace = null;
    String name = null;
    int memoryMb = 0;
    int idleWarm = 0;
    Integer running = null;
    long initialisations = 0;
    double initMillis = 0;
    long runs = 0;
    double runMillis = 0;
    while (reader.next()) {
      switch (reader.field()) {
        case CompactFields.PLACE -> {
          place = place(reader, before);
          ActionReport known = before.get(place);
          namespace = known.namespace();
          name = known.name();
          memoryMb = known.memoryMb();
        }
        // one copy for all invokers: thousands report the same names
        case CompactFields.NAMESPACE -> namespace = reader.text("namespace").intern();
        case CompactFields.NAME -> name = reader.text("name").intern();
        case CompactFields.MEMORY -> memoryMb = memory(reader, "memory_mb");
        case CompactFields.IDLE_WARM -> idleWarm = count(reader, "idle_warm_count");
        case CompactFields.RUNNING -> running = count(reader, "running_count");
        case CompactFields.INITIALISATIONS -> initialisations = total(reader, "init_count");
        case CompactFields.INIT_MILLIS ->
            initMillis = reader.decimal("init_mean_ms", ReportBounds.DURATION_MILLIS);
        case CompactFields.RUNS -> runs = total(reader, "run_count");
        case CompactFields.RUN_MILLIS ->
            runMillis = reader.decimal("run_mean_ms", ReportBounds.DURATION_MILLIS);
        default -> {}
      }
    }
    if (namespace == null || name == null || memoryMb == 0) {
      throw missing("namespace, name or memory_mb of an action");
    }
    ActionReport action =
        new ActionReport(
            namespace,
            name,
            memoryMb,
            idleWarm,
            running,
            initialisations,
            initMillis,
            runs,
            runMillis);
    if (place < 0) {
      actions.add(action);
    } else {
      actions.set(place, action);
    }
  }

  private static int place(WireReader reader, List<ActionReport> before)
      throws ReportRejectedException {
    return (int) reader.integer("place of an action", 0, before.size() - 1L);
  }

  private static long time(WireReader reader, String name) throws ReportRejectedException {
    return reader.integer(name, ReportBounds.EARLIEST_MILLIS, ReportBounds.LATEST_MILLIS);
  }

  private static int memory(WireReader reader, String name) throws ReportRejectedException {
    return (int) reader.integer(name, 0, ReportBounds.MEMORY_MB);
  }

  private static int count(WireReader reader, String name) throws ReportRejectedException {
    return (int) reader.integer(name, 0, ReportBounds.COUNT);
  }

  private static long total(WireReader reader, String name) throws ReportRejectedException {
    return reader.integer(name, 0, ReportBounds.TOTAL);
  }

  private static void require(boolean present, String name) throws ReportRejectedException {
    if (!present) {
      throw missing(name);
    }
  }

  private static ReportRejectedException missing(String name) {
    return new ReportRejectedException(Reason.MISSING_FIELD, name + " is missing");
  }
}
