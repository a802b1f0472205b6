package io.faasrank.testbed.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages and trusts no input: it either returns a message with all its fields or throws
 * {@link MalformedMessageException}. Fields that it does not know are ignored, so that other
 * versions of OpenWhisk may add some. Safe to call from many threads.
 *
 * <p>It differs from OpenWhisk's own classes where they are laxer: an unreadable transaction id is
 * malformed here, not "unknown".
 */
public final class MessageReader {

  /** Highest number of an invoker; OpenWhisk keeps one slot for each number below the highest. */
  static final int HIGHEST_INVOKER = 99_999;

  private static final long BYTES_PER_MB = 1 << 20;

  /** A controller's id becomes part of a topic's name. */
  private static final Pattern CONTROLLER = Pattern.compile("[a-zA-Z0-9._-]{1,128}");

  private static final Pattern ACTIVATION_ID = Pattern.compile("[0-9a-f]{32}");

  private static final Pattern MEMORY =
      Pattern.compile("\\s?(\\d{1,15})\\s?([BKMG])B?\\s?", Pattern.CASE_INSENSITIVE);

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private MessageReader() {}

  /** Reads a record of topic {@code health}. */
  public static Ping ping(String topic, long offset, byte @Nullable [] value)
      throws MalformedMessageException {
    MessageFields root = root(new MessageSource(topic, offset), value);
    Boolean enabled = root.optionalFlag("isEnabled");
    return new Ping(invoker(root.object("name")), enabled == null || enabled);
  }

  /** Reads a record of a topic {@code invoker<n>}. */
  public static Activation activation(String topic, long offset, byte @Nullable [] value)
      throws MalformedMessageException {
    MessageFields root = root(new MessageSource(topic, offset), value);
    MessageFields action = root.object("action");
    MessageFields controller = root.object("rootControllerIndex");
    String controllerId = controller.text("asString");
    String type = controller.optionalText("instanceType");
    if (type != null && !type.equals("controller")) {
      throw controller.malformed("instanceType", "is not controller");
    }
    if (!CONTROLLER.matcher(controllerId).matches()) {
      throw controller.malformed("asString", "is not the id of a controller");
    }
    return new Activation(
        transaction(root),
        new ActionName(action.text("path"), action.text("name"), action.optionalText("version")),
        root.optionalText("revision"),
        caller(root.object("user")),
        activationId(root, "activationId"),
        controllerId,
        root.flag("blocking"),
        root.optional("content"),
        root.has("cause") ? activationId(root, "cause") : null);
  }

  /** Reads a record of a topic {@code completed<controller>}. */
  public static Acknowledgement acknowledgement(String topic, long offset, byte @Nullable [] value)
      throws MalformedMessageException {
    MessageSource source = new MessageSource(topic, offset);
    MessageFields root = root(source, value);
    boolean slotFree = root.has("instance");
    JsonNode response = root.optional("response");
    Transaction transaction = transaction(root);
    Boolean systemError = root.optionalFlag("isSystemError");
    if (response == null) {
      if (!slotFree) {
        throw root.malformed("instance", "and response are missing");
      }
      return new Acknowledgement.CompletionMessage(
          transaction,
          activationId(root, "activationId"),
          systemError,
          invoker(root.object("instance")));
    }
    ActivationRecord record =
        response.isObject() ? RecordReader.read(root.object("response")) : null;
    String id = record == null ? activationId(root, "response") : record.activationId();
    return slotFree
        ? new Acknowledgement.CombinedMessage(
            transaction, id, record, systemError, invoker(root.object("instance")))
        : new Acknowledgement.ResultMessage(transaction, id, record);
  }

  private static MessageFields root(MessageSource source, byte @Nullable [] value)
      throws MalformedMessageException {
    if (value == null) {
      throw source.malformed("", "has no value");
    }
    JsonNode root;
    try {
      root = MAPPER.readTree(value);
    } catch (JsonProcessingException e) {
      // without the location, which repeats the text
      throw source.malformed("", "%s bytes are not JSON".formatted(value.length));
    } catch (IOException e) {
      throw source.malformed("", "%s bytes are not UTF-8 text".formatted(value.length));
    }
    if (root == null || !root.isObject()) {
      throw source.malformed("", "%s bytes are not a JSON object".formatted(value.length));
    }
    return new MessageFields(source, root, "");
  }

  private static Transaction transaction(MessageFields root) throws MalformedMessageException {
    JsonNode array = root.required("transid");
    // a third element may ask for more logging, a last one may be the parent
    if (array.isArray()
        && array.size() >= 2
        && array.get(0).isTextual()
        && array.get(1).isIntegralNumber()
        && array.get(1).canConvertToLong()) {
      return new Transaction(array.get(0).textValue(), array.get(1).longValue());
    }
    throw root.malformed("transid", "is not an array of an id and a time");
  }

  static String activationId(MessageFields fields, String key) throws MalformedMessageException {
    String id = fields.text(key);
    if (!ACTIVATION_ID.matcher(id).matches()) {
      throw fields.malformed(key, "is not an activation id of 32 hexadecimal digits");
    }
    return id;
  }

  private static Caller caller(MessageFields user) throws MalformedMessageException {
    MessageFields namespace = user.object("namespace");
    return new Caller(
        user.text("subject"),
        namespace.text("name"),
        namespace.text("uuid"),
        user.has("rights") ? user.texts("rights") : List.of());
  }

  private static InvokerInstance invoker(MessageFields fields) throws MalformedMessageException {
    if (!fields.text("instanceType").equals("invoker")) {
      throw fields.malformed("instanceType", "is not invoker");
    }
    return new InvokerInstance(
        (int) fields.number("instance", 0, HIGHEST_INVOKER),
        fields.optionalText("uniqueName"),
        fields.optionalText("displayedName"),
        memoryBytes(fields),
        fields.texts("tags"),
        fields.texts("dedicatedNamespaces"));
  }

  private static long memoryBytes(MessageFields fields) throws MalformedMessageException {
    Matcher memory = MEMORY.matcher(fields.text("userMemory"));
    if (!memory.matches()) {
      throw fields.malformed("userMemory", "is not a size such as 2048 MB");
    }
    long unit =
        switch (Character.toUpperCase(memory.group(2).charAt(0))) {
          case 'G' -> BYTES_PER_MB << 10;
          case 'M' -> BYTES_PER_MB;
          case 'K' -> BYTES_PER_MB >> 10;
          default -> 1;
        };
    long amount = Long.parseLong(memory.group(1));
    if (amount > Integer.MAX_VALUE * BYTES_PER_MB / unit) {
      throw fields.malformed("userMemory", "is beyond all machines");
    }
    return amount * unit;
  }
}
