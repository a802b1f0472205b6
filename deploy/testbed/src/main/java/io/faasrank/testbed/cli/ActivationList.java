package io.faasrank.testbed.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faasrank.event.Placed;
import io.faasrank.report.TextTable;
import io.faasrank.testbed.learn.LoggedActivation;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Activations of a log, one a line, so that one of them can be asked about. */
final class ActivationList {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ActivationList() {}

  static void write(List<LoggedActivation> activations, boolean json, PrintWriter out) {
    if (json) {
      ArrayNode array = MAPPER.createArrayNode();
      activations.forEach(each -> array.add(tree(each)));
      out.println(array.toPrettyString());
    } else {
      List<List<String>> rows = new ArrayList<>();
      activations.forEach(each -> rows.add(row(each)));
      out.println(
          TextTable.of(List.of("activation", "UTC", "action", "invoker", "took s"), 3, rows));
    }
    out.flush();
  }

  private static List<String> row(LoggedActivation each) {
    Placed placed = each.placed();
    String name = placed.action().name();
    return List.of(
        placed.activationId(),
        TIME.format(each.placedAt()),
        name.substring(name.lastIndexOf('/') + 1),
        Integer.toString(placed.invoker()),
        each.ended() == null ? "-" : String.format(Locale.ROOT, "%.3f", each.tookSeconds()));
  }

  private static ObjectNode tree(LoggedActivation each) {
    Placed placed = each.placed();
    ObjectNode node = MAPPER.createObjectNode();
    node.put("activation", placed.activationId());
    node.put("controller", each.controller());
    node.put("placedAt", each.placedAt().toString());
    node.put("action", placed.action().name());
    node.put("placer", placed.placer());
    node.put("invoker", placed.invoker());
    if (each.ended() != null) {
      node.put("tookSeconds", each.tookSeconds());
    }
    return node;
  }
}
