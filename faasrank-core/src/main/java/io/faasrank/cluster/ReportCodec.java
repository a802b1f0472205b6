package io.faasrank.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.faasrank.cluster.ReportRejectedException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads {@link InvokerReport} as JSON, schema 1. Names carry units, so that a report can
 * be read with nothing but redis-cli. What is unknown is null, never 0 and never left out; two
 * fields that publishers of 0.1.0 did not write may be missing, which reads as null.
 *
 * <p>Reading trusts no input: it either returns a report whose every number lies between 0 and
 * {@link ReportBounds}, or throws {@link ReportRejectedException}. Fields that this schema does not
 * know are ignored. Both directions are safe to call from many threads.
 */
public final class ReportCodec {

  /** Room for everything but the actions. The fixed part is under 2 KiB. */
  private static final int FIXED_BYTES = 8 * 1024;

  /** Keys, numbers and punctuation of one action, names apart; 240 at the longest numbers. */
  private static final int ACTION_BYTES = 256;

  /** Bytes of one character in the worst case: a JSON escape. */
  private static final int CHARACTER_BYTES = 6;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  // so that NaN is refused by its own name
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final byte[] BEGINNING =
      ("{\"schema\":" + InvokerReport.SCHEMA + ",\"invoker\":").getBytes(UTF_8);

  private static final String[] RESOURCE_KEYS = resourceKeys();

  private ReportCodec() {}

  /** Name of the metric in the document: the paper's name and the unit. */
  public static String key(ResourceMetric metric) {
    return RESOURCE_KEYS[metric.ordinal()];
  }

  /**
   * The report, or where its actions would make the document too long, one without the last of
   * them, the least recently used.
   */
  public static InvokerReport fitting(InvokerReport report) {
    ContainerReport containers = report.containers();
    if (containers == null) {
      return report;
    }
    int room = ReportBounds.DOCUMENT_BYTES - FIXED_BYTES;
    int count = 0;
    for (ActionReport action : containers.actions()) {
      room -= ACTION_BYTES + CHARACTER_BYTES * action.namespace().length();
      room -= CHARACTER_BYTES * action.name().length();
      if (room < 0) {
        break;
      }
      count++;
    }
    List<ActionReport> actions = containers.actions();
    return count == actions.size()
        ? report
        : report.withContainers(containers.withActions(actions.subList(0, count)));
  }

  /** The report as JSON, in UTF-8, with as many of its actions as fit: {@link #fitting}. */
  public static byte[] encode(InvokerReport any) {
    InvokerReport report = fitting(any);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    try (JsonGenerator json = MAPPER.getFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("schema", InvokerReport.SCHEMA);
      json.writeNumberField("invoker", report.invoker());
      json.writeStringField("unique_name", report.uniqueName());
      write(json, "started_at_epoch_ms", report.startedAtMillis());
      json.writeNumberField("sampled_at_epoch_ms", report.sampledAtMillis());
      json.writeFieldName("resources");
      write(json, report.resources());
      ContainerReport containers = report.containers();
      if (containers == null) {
        json.writeNullField("containers");
      } else {
        json.writeFieldName("containers");
        write(json, containers);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, ResourceReport resources) throws IOException {
    json.writeStartObject();
    json.writeNumberField("sampled_at_epoch_ms", resources.sampledAtMillis());
    json.writeNumberField("interval_ms", resources.intervalMillis());
    json.writeNumberField("cores", resources.cores());
    for (ResourceMetric metric : ResourceMetric.values()) {
      double value = resources.value(metric);
      if (Double.isNaN(value)) {
        json.writeNullField(key(metric));
      } else {
        json.writeNumberField(key(metric), value);
      }
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ContainerReport containers) throws IOException {
    json.writeStartObject();
    json.writeNumberField("user_memory_mb", containers.userMemoryMb());
    json.writeNumberField("reserved_memory_mb", containers.reservedMemoryMb());
    json.writeNumberField("idle_memory_mb", containers.idleMemoryMb());
    json.writeNumberField("inflight_count", containers.inflight());
    write(json, "queued_count", containers.queued());
    json.writeNumberField("creations_count", containers.creations());
    json.writeNumberField("creation_failures_count", containers.creationFailures());
    json.writeNumberField("instrumentation_failures_count", containers.instrumentationFailures());
    json.writeArrayFieldStart("actions");
    for (ActionReport action : containers.actions()) {
      write(json, action);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ActionReport action) throws IOException {
    json.writeStartObject();
    json.writeStringField("namespace", action.namespace());
    json.writeStringField("name", action.name());
    json.writeNumberField("memory_mb", action.memoryMb());
    json.writeNumberField("idle_warm_count", action.idleWarm());
    write(json, "running_count", action.running());
    json.writeNumberField("init_count", action.initialisations());
    json.writeNumberField("init_mean_ms", action.initMillis());
    json.writeNumberField("run_count", action.runs());
    json.writeNumberField("run_mean_ms", action.runMillis());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String key, @Nullable Number value)
      throws IOException {
    if (value == null) {
      json.writeNullField(key);
    } else {
      json.writeNumberField(key, value.longValue());
    }
  }

  /**
   * Whose report a document is, if {@link #encode} wrote it, without reading the rest.
   *
   * @return -1 when it does not begin like that
   */
  public static int invoker(byte[] document) {
    int at = BEGINNING.length;
    if (document.length <= at || !Arrays.equals(document, 0, at, BEGINNING, 0, at)) {
      return -1;
    }
    int invoker = 0;
    for (; at < document.length && invoker <= ReportBounds.INVOKER; at++) {
      int digit = document[at] - '0';
      if (digit < 0 || digit > 9) {
        return document[at] == ',' && at > BEGINNING.length ? invoker : -1;
      }
      invoker = 10 * invoker + digit;
    }
    return -1;
  }

  /**
   * Reads a report.
   *
   * @throws ReportRejectedException when the document is not a valid report; nothing else is thrown
   */
  public static InvokerReport decode(byte[] document) throws ReportRejectedException {
    if (document.length > ReportBounds.DOCUMENT_BYTES) {
      throw new ReportRejectedException(
          Reason.OVERSIZED,
          String.format("%s bytes, at most %s", document.length, ReportBounds.DOCUMENT_BYTES));
    }
    ReportFields root = new ReportFields(parse(document), "");
    long schema = root.integer("schema", 0, Long.MAX_VALUE);
    if (schema != InvokerReport.SCHEMA) {
      throw new ReportRejectedException(
          Reason.UNKNOWN_SCHEMA,
          String.format("schema is %s, not %s", schema, InvokerReport.SCHEMA));
    }
    ReportFields containers = root.objectOrNull("containers");
    return new InvokerReport(
        (int) root.integer("invoker", 0, ReportBounds.INVOKER),
        root.text("unique_name"),
        root.timeIfTold("started_at_epoch_ms"),
        root.time("sampled_at_epoch_ms"),
        readResources(root.object("resources")),
        containers == null ? null : readContainers(containers));
  }

  private static JsonNode parse(byte[] document) throws ReportRejectedException {
    try {
      JsonNode root = MAPPER.readTree(document);
      if (root == null || !root.isObject()) {
        throw new ReportRejectedException(Reason.MALFORMED, "not a JSON object");
      }
      return root;
    } catch (IOException e) {
      String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("not JSON");
      throw new ReportRejectedException(Reason.MALFORMED, line);
    }
  }

  private static ResourceReport readResources(ReportFields fields) throws ReportRejectedException {
    double intervalMillis = fields.decimal("interval_ms", ReportBounds.INTERVAL_MILLIS);
    if (intervalMillis == 0) {
      throw new ReportRejectedException(Reason.OUT_OF_BOUNDS, "resources.interval_ms is 0");
    }
    int cores = (int) fields.integer("cores", 1, ReportBounds.CORES);
    double[] values = new double[ResourceMetric.COUNT];
    for (ResourceMetric metric : ResourceMetric.values()) {
      values[metric.ordinal()] =
          fields.decimalOrNaN(key(metric), ReportBounds.highest(metric, cores, intervalMillis));
    }
    return new ResourceReport(fields.time("sampled_at_epoch_ms"), intervalMillis, cores, values);
  }

  private static ContainerReport readContainers(ReportFields fields)
      throws ReportRejectedException {
    List<ActionReport> actions = new ArrayList<>();
    for (ReportFields action : fields.objects("actions")) {
      actions.add(readAction(action));
    }
    return new ContainerReport(
        (int) fields.integer("user_memory_mb", 0, ReportBounds.MEMORY_MB),
        (int) fields.integer("reserved_memory_mb", 0, ReportBounds.MEMORY_MB),
        (int) fields.integer("idle_memory_mb", 0, ReportBounds.MEMORY_MB),
        (int) fields.integer("inflight_count", 0, ReportBounds.COUNT),
        intOrNull(fields.integerOrNull("queued_count", ReportBounds.COUNT)),
        fields.integer("creations_count", 0, ReportBounds.TOTAL),
        fields.integer("creation_failures_count", 0, ReportBounds.TOTAL),
        fields.integer("instrumentation_failures_count", 0, ReportBounds.TOTAL),
        actions);
  }

  private static ActionReport readAction(ReportFields fields) throws ReportRejectedException {
    return new ActionReport(
        fields.text("namespace"),
        fields.text("name"),
        (int) fields.integer("memory_mb", 1, ReportBounds.MEMORY_MB),
        (int) fields.integer("idle_warm_count", 0, ReportBounds.COUNT),
        intOrNull(fields.integerIfTold("running_count", ReportBounds.COUNT)),
        fields.integer("init_count", 0, ReportBounds.TOTAL),
        fields.decimal("init_mean_ms", ReportBounds.DURATION_MILLIS),
        fields.integer("run_count", 0, ReportBounds.TOTAL),
        fields.decimal("run_mean_ms", ReportBounds.DURATION_MILLIS));
  }

  private static @Nullable Integer intOrNull(@Nullable Long value) {
    return value == null ? null : value.intValue();
  }

  private static String[] resourceKeys() {
    String[] keys = new String[ResourceMetric.COUNT];
    for (ResourceMetric metric : ResourceMetric.values()) {
      keys[metric.ordinal()] = metric.metricName() + '_' + metric.unit().toLowerCase(Locale.ROOT);
    }
    return keys;
  }
}
