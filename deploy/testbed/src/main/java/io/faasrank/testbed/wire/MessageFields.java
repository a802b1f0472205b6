package io.faasrank.testbed.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object of a message. What is null counts as missing. */
final class MessageFields {

  /** Longest name or id taken; OpenWhisk allows three parts of 256. */
  private static final int TEXT_LENGTH = 1024;

  private final MessageSource source;
  private final JsonNode object;
  private final String path;

  /**
   * @param object an object
   * @param path where it stands in the message, ending in a dot unless it is the root
   */
  MessageFields(MessageSource source, JsonNode object, String path) {
    this.source = source;
    this.object = object;
    this.path = path;
  }

  MalformedMessageException malformed(String key, String reason) {
    return source.malformed(path + key, reason);
  }

  boolean has(String key) {
    return object.hasNonNull(key);
  }

  /** The field as it is; null when missing. */
  @Nullable JsonNode optional(String key) {
    return has(key) ? object.get(key) : null;
  }

  JsonNode required(String key) throws MalformedMessageException {
    JsonNode node = optional(key);
    if (node == null) {
      throw malformed(key, "is missing");
    }
    return node;
  }

  MessageFields object(String key) throws MalformedMessageException {
    return nested(key, required(key));
  }

  /** The fields of an object that stands at the given key. */
  MessageFields nested(String key, JsonNode node) throws MalformedMessageException {
    if (!node.isObject()) {
      throw malformed(key, "is not an object");
    }
    return new MessageFields(source, node, path + key + '.');
  }

  String text(String key) throws MalformedMessageException {
    return text(key, required(key));
  }

  @Nullable String optionalText(String key) throws MalformedMessageException {
    JsonNode node = optional(key);
    return node == null ? null : text(key, node);
  }

  private String text(String key, JsonNode node) throws MalformedMessageException {
    if (!node.isTextual() || node.textValue().isEmpty()) {
      throw malformed(key, "is not a text");
    }
    if (node.textValue().length() > TEXT_LENGTH) {
      throw malformed(
          key,
          "is %s characters long, at most %s".formatted(node.textValue().length(), TEXT_LENGTH));
    }
    return node.textValue();
  }

  List<String> texts(String key) throws MalformedMessageException {
    JsonNode array = required(key);
    if (!array.isArray()) {
      throw malformed(key, "is not an array");
    }
    List<String> texts = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      texts.add(text(key + '[' + texts.size() + ']', element));
    }
    return List.copyOf(texts);
  }

  boolean flag(String key) throws MalformedMessageException {
    return flag(key, required(key));
  }

  @Nullable Boolean optionalFlag(String key) throws MalformedMessageException {
    JsonNode node = optional(key);
    return node == null ? null : flag(key, node);
  }

  private boolean flag(String key, JsonNode node) throws MalformedMessageException {
    if (!node.isBoolean()) {
      throw malformed(key, "is neither true nor false");
    }
    return node.booleanValue();
  }

  long number(String key, long lowest, long highest) throws MalformedMessageException {
    JsonNode node = required(key);
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < lowest
        || node.longValue() > highest) {
      throw malformed(key, "is not a whole number from %s to %s".formatted(lowest, highest));
    }
    return node.longValue();
  }

  @Nullable Long optionalNumber(String key, long lowest, long highest)
      throws MalformedMessageException {
    return has(key) ? (Long) number(key, lowest, highest) : null;
  }
}
