package io.faasrank.testbed.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the activation record within an acknowledgement. */
final class RecordReader {

  /** Longest duration taken: a day. */
  private static final long DAY_MILLIS = 86_400_000;

  private RecordReader() {}

  static ActivationRecord read(MessageFields fields) throws MalformedMessageException {
    Annotations annotations = new Annotations(fields);
    MessageFields response = fields.object("response");
    ActivationOutcome outcome =
        ActivationOutcome.values()[(int) response.number("statusCode", 0, 3)];
    long start = fields.number("start", 0, Long.MAX_VALUE);
    long end = fields.number("end", 0, Long.MAX_VALUE);
    Long duration = fields.optionalNumber("duration", 0, DAY_MILLIS);
    return new ActivationRecord(
        MessageReader.activationId(fields, "activationId"),
        action(fields, annotations),
        fields.text("namespace"),
        fields.text("subject"),
        start,
        end,
        duration == null ? Math.max(0, end - start) : duration,
        outcome,
        response.optional("result"),
        annotations.number("waitTime"),
        annotations.number("initTime"),
        annotations.text("kind"),
        annotations.flag("timeout"),
        annotations.limits(),
        fields.has("cause") ? MessageReader.activationId(fields, "cause") : null);
  }

  /**
   * The annotation {@code path} tells the package too; the field {@code namespace} is the user's.
   */
  private static ActionName action(MessageFields fields, Annotations annotations)
      throws MalformedMessageException {
    String path = annotations.text("path");
    String name = fields.text("name");
    boolean whole = path != null && path.endsWith('/' + name);
    String prefix =
        whole && path != null
            ? path.substring(0, path.length() - name.length() - 1)
            : fields.text("namespace");
    return new ActionName(prefix, name, fields.text("version"));
  }

  /** The annotations of a record by their keys. */
  private static final class Annotations {

    private static final String KEY = "annotations";

    private final MessageFields fields;
    private final Map<String, JsonNode> values = new HashMap<>();

    Annotations(MessageFields fields) throws MalformedMessageException {
      this.fields = fields;
      JsonNode array = fields.required(KEY);
      if (!array.isArray()) {
        throw fields.malformed(KEY, "is not an array");
      }
      for (JsonNode element : array) {
        if (!element.path("key").isTextual()) {
          throw fields.malformed(KEY, "has an element without key");
        }
        if (element.hasNonNull("value")) {
          values.put(element.get("key").textValue(), element.get("value"));
        }
      }
    }

    @Nullable String text(String key) throws MalformedMessageException {
      JsonNode value = values.get(key);
      if (value != null && !value.isTextual()) {
        throw malformed(key, "is not a text");
      }
      return value == null ? null : value.textValue();
    }

    @Nullable Long number(String key) throws MalformedMessageException {
      JsonNode value = values.get(key);
      if (value == null) {
        return null;
      }
      if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
        throw malformed(key, "is not a whole number from 0 on");
      }
      return value.longValue();
    }

    boolean flag(String key) throws MalformedMessageException {
      JsonNode value = values.get(key);
      if (value != null && !value.isBoolean()) {
        throw malformed(key, "is neither true nor false");
      }
      return value != null && value.booleanValue();
    }

    @Nullable ActionLimits limits() throws MalformedMessageException {
      JsonNode value = values.get("limits");
      if (value == null) {
        return null;
      }
      MessageFields limits = fields.nested(KEY + ".limits", value);
      return new ActionLimits(
          limits.number("timeout", 0, DAY_MILLIS),
          (int) limits.number("memory", 1, Integer.MAX_VALUE),
          (int) limits.number("concurrency", 1, Integer.MAX_VALUE),
          (int) limits.number("logs", 0, Integer.MAX_VALUE));
    }

    private MalformedMessageException malformed(String key, String reason) {
      return fields.malformed(KEY + '.' + key, reason);
    }
  }
}
