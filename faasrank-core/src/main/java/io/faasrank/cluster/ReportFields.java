package io.faasrank.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.faasrank.cluster.ReportRejectedException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object of a report, each read with its bounds. */
final class ReportFields {

  private final JsonNode object;
  private final String path;

  /**
   * @param object an object
   * @param path where it stands in the document, ending in a dot unless it is the root
   */
  ReportFields(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  ReportFields object(String key) throws ReportRejectedException {
    JsonNode node = required(key);
    if (!node.isObject()) {
      throw wrongType(key, "an object", node);
    }
    return new ReportFields(node, path + key + '.');
  }

  @Nullable ReportFields objectOrNull(String key) throws ReportRejectedException {
    return required(key).isNull() ? null : object(key);
  }

  List<ReportFields> objects(String key) throws ReportRejectedException {
    JsonNode array = required(key);
    if (!array.isArray()) {
      throw wrongType(key, "an array", array);
    }
    List<ReportFields> objects = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      if (!element.isObject()) {
        throw wrongType(key, "an array of objects", element);
      }
      objects.add(new ReportFields(element, path + key + '[' + objects.size() + "]."));
    }
    return objects;
  }

  String text(String key) throws ReportRejectedException {
    JsonNode node = required(key);
    if (!node.isTextual()) {
      throw wrongType(key, "a text", node);
    }
    String text = node.textValue();
    if (text.isEmpty() || text.length() > ReportBounds.NAME_LENGTH) {
      throw rejected(
          Reason.OUT_OF_BOUNDS,
          key,
          "has " + text.length() + " characters, not 1 to " + ReportBounds.NAME_LENGTH);
    }
    return text;
  }

  long time(String key) throws ReportRejectedException {
    return integer(key, ReportBounds.EARLIEST_MILLIS, ReportBounds.LATEST_MILLIS);
  }

  long integer(String key, long lowest, long highest) throws ReportRejectedException {
    JsonNode node = number(key);
    if (node.isFloatingPointNumber()) {
      finite(key, node.doubleValue());
      throw wrongType(key, "a whole number", node);
    }
    if (!node.canConvertToLong()) {
      throw node.bigIntegerValue().signum() < 0
          ? rejected(Reason.NEGATIVE, key, "is below " + lowest)
          : rejected(Reason.OUT_OF_BOUNDS, key, "is above " + highest);
    }
    long value = node.longValue();
    if (value < 0) {
      throw rejected(Reason.NEGATIVE, key, "is " + value);
    }
    if (value < lowest || value > highest) {
      throw rejected(
          Reason.OUT_OF_BOUNDS, key, "is " + value + ", not " + lowest + " to " + highest);
    }
    return value;
  }

  @Nullable Long integerOrNull(String key, long highest) throws ReportRejectedException {
    return required(key).isNull() ? null : integer(key, 0, highest);
  }

  /** A time that older publishers leave out: null where it is missing or null. */
  @Nullable Long timeIfTold(String key) throws ReportRejectedException {
    return object.hasNonNull(key) ? time(key) : null;
  }

  /** A number that older publishers leave out: null where it is missing or null. */
  @Nullable Long integerIfTold(String key, long highest) throws ReportRejectedException {
    return object.hasNonNull(key) ? integer(key, 0, highest) : null;
  }

  double decimal(String key, double highest) throws ReportRejectedException {
    double value = finite(key, number(key).doubleValue());
    if (value < 0) {
      throw rejected(Reason.NEGATIVE, key, "is " + value);
    }
    if (value > highest) {
      throw rejected(Reason.OUT_OF_BOUNDS, key, "is " + value + ", at most " + highest);
    }
    return value;
  }

  double decimalOrNaN(String key, double highest) throws ReportRejectedException {
    return required(key).isNull() ? Double.NaN : decimal(key, highest);
  }

  private double finite(String key, double value) throws ReportRejectedException {
    if (!Double.isFinite(value)) {
      throw rejected(Reason.NOT_A_NUMBER, key, "is " + value);
    }
    return value;
  }

  private JsonNode number(String key) throws ReportRejectedException {
    JsonNode node = required(key);
    if (!node.isNumber()) {
      throw wrongType(key, "a number", node);
    }
    return node;
  }

  private JsonNode required(String key) throws ReportRejectedException {
    JsonNode node = object.get(key);
    if (node == null) {
      throw rejected(Reason.MISSING_FIELD, key, "is missing");
    }
    return node;
  }

  private ReportRejectedException wrongType(String key, String expected, JsonNode found) {
    String type = found.getNodeType().name().toLowerCase(Locale.ROOT);
    return rejected(Reason.WRONG_TYPE, key, "must be " + expected + ", not " + type);
  }

  private ReportRejectedException rejected(Reason reason, String key, String problem) {
    return new ReportRejectedException(reason, path + key + ' ' + problem);
  }
}
