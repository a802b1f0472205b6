package io.faasrank.loadbalancer.cluster;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faasrank.cluster.ReportBounds;
import io.faasrank.loadbalancer.cluster.InflightReport.OfAction;
import io.faasrank.loadbalancer.cluster.InflightReport.OnInvoker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes and reads {@link InflightReport} as JSON, schema 1. Each action is named once; an invoker
 * has pairs of an action's place among them, from 0, and its activations in flight there. Of a
 * report that would become too long the last invokers are left out.
 */
public final class InflightCodec {

  /** Version of the document. A reader refuses every other. */
  static final int SCHEMA = 1;

  /** Longest document in bytes; some 30,000 activations in flight of 4,000 actions. Chosen. */
  static final int DOCUMENT_BYTES = 1 << 20;

  /** Room for one invoker without its actions, and for one of its pairs. */
  private static final int INVOKER_BYTES = 64;

  private static final int PAIR_BYTES = 20;

  /** Room for an action beside its names, and for a character of those in the worst case. */
  private static final int ACTION_BYTES = 24;

  private static final int CHARACTER_BYTES = 6;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private InflightCodec() {}

  /** The report in UTF-8. */
  public static byte[] encode(InflightReport report) {
    int room = DOCUMENT_BYTES - INVOKER_BYTES - CHARACTER_BYTES * report.controller().length();
    Map<OfAction, Integer> places = new LinkedHashMap<>();
    List<OnInvoker> told = new ArrayList<>();
    for (OnInvoker each : report.invokers()) {
      room -= INVOKER_BYTES + PAIR_BYTES * each.actions().size();
      for (OfAction action : each.actions()) {
        if (places.putIfAbsent(named(action), places.size()) == null) {
          int characters = action.namespace().length() + action.name().length();
          room -= ACTION_BYTES + CHARACTER_BYTES * characters;
        }
      }
      if (room < 0) {
        break;
      }
      told.add(each);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = MAPPER.getFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("schema", SCHEMA);
      json.writeStringField("controller", report.controller());
      json.writeNumberField("sampled_at_epoch_ms", report.sampledAtMillis());
      json.writeArrayFieldStart("actions");
      for (OfAction action : places.keySet()) {
        json.writeStartArray();
        json.writeString(action.namespace());
        json.writeString(action.name());
        json.writeNumber(action.memoryMb());
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("invokers");
      for (OnInvoker each : told) {
        write(json, each, places);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, OnInvoker each, Map<OfAction, Integer> places)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("invoker", each.invoker());
    json.writeNumberField("reserved_memory_mb", each.reservedMb());
    json.writeArrayFieldStart("inflight_count");
    for (OfAction action : each.actions()) {
      json.writeStartArray();
      json.writeNumber(places.getOrDefault(named(action), 0));
      json.writeNumber(action.inflight());
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static OfAction named(OfAction action) {
    return new OfAction(action.namespace(), action.name(), action.memoryMb(), 0);
  }

  /**
   * Reads a report.
   *
   * @throws IllegalArgumentException in one line, when the document is not a valid report
   */
  public static InflightReport decode(byte[] document) {
    if (document.length > DOCUMENT_BYTES) {
      throw new IllegalArgumentException(
          document.length + " bytes, at most " + DOCUMENT_BYTES + " are read");
    }
    try {
      JsonNode root = MAPPER.readTree(document);
      int schema = number(root.path("schema"), "schema", 0, Integer.MAX_VALUE);
      if (schema != SCHEMA) {
        throw new IllegalArgumentException("schema is " + schema + ", not " + SCHEMA);
      }
      List<OfAction> actions = new ArrayList<>();
      for (JsonNode action : root.path("actions")) {
        actions.add(
            new OfAction(
                text(action.path(0), "namespace"),
                text(action.path(1), "name"),
                number(action.path(2), "memory limit in MB", 1, ReportBounds.MEMORY_MB),
                0));
      }
      List<OnInvoker> invokers = new ArrayList<>();
      for (JsonNode invoker : root.path("invokers")) {
        invokers.add(invoker(invoker, actions));
      }
      return new InflightReport(
          text(root.path("controller"), "controller"),
          root.path("sampled_at_epoch_ms").asLong(),
          invokers);
    } catch (IOException e) {
      String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("not JSON");
      throw new IllegalArgumentException(line, e);
    }
  }

  private static OnInvoker invoker(JsonNode node, List<OfAction> actions) {
    List<OfAction> here = new ArrayList<>();
    for (JsonNode pair : node.path("inflight_count")) {
      OfAction action = actions.get(number(pair.path(0), "an action", 0, actions.size() - 1));
      int inflight = number(pair.path(1), "inflight_count", 1, ReportBounds.COUNT);
      here.add(new OfAction(action.namespace(), action.name(), action.memoryMb(), inflight));
    }
    return new OnInvoker(
        number(node.path("invoker"), "invoker", 0, ReportBounds.INVOKER),
        number(node.path("reserved_memory_mb"), "reserved_memory_mb", 0, ReportBounds.MEMORY_MB),
        here);
  }

  private static int number(JsonNode node, String name, int lowest, int highest) {
    if (!node.isIntegralNumber() || node.longValue() < lowest || node.longValue() > highest) {
      throw new IllegalArgumentException(
          name + " is " + shortened(node) + ", not " + lowest + " to " + highest);
    }
    return node.intValue();
  }

  private static String text(JsonNode node, String name) {
    String text = node.isTextual() ? node.textValue() : "";
    if (text.isEmpty() || text.length() > ReportBounds.NAME_LENGTH) {
      throw new IllegalArgumentException(
          name + " has no text of 1 to " + ReportBounds.NAME_LENGTH + " characters");
    }
    return text;
  }

  private static String shortened(JsonNode node) {
    String text = node.toString();
    return node.isMissingNode() ? "missing" : text.substring(0, Math.min(text.length(), 40));
  }
}
