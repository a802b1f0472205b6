package io.faasrank.testbed.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages as OpenWhisk's own classes read them: a field that they take as optional is left
 * out when it is null, every other is always there. Safe to call from many threads.
 */
public final class MessageWriter {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** In place of the user's key: readers of these messages call no API with it. */
  private static final String NO_KEY = "00000000-0000-0000-0000-000000000000:none";

  private MessageWriter() {}

  /** As JSON in UTF-8. */
  public static byte[] write(Ping ping) {
    ObjectNode root = JSON.objectNode();
    root.set("name", invoker(ping.invoker()));
    root.put("isEnabled", ping.enabled());
    return bytes(root);
  }

  /** As JSON in UTF-8. */
  public static byte[] write(Activation activation) {
    ObjectNode root = JSON.objectNode();
    root.set("transid", transaction(activation.transaction()));
    ObjectNode action = root.putObject("action");
    action.put("path", activation.action().path());
    action.put("name", activation.action().name());
    putText(action, "version", activation.action().version());
    // always there, null when unknown
    root.put("revision", activation.revision());
    root.set("user", caller(activation.caller()));
    root.put("activationId", activation.activationId());
    ObjectNode controller = root.putObject("rootControllerIndex");
    controller.put("asString", activation.controller());
    controller.put("instanceType", "controller");
    root.put("blocking", activation.blocking());
    JsonNode content = activation.content();
    if (content != null) {
      root.set("content", content);
    }
    root.putArray("initArgs");
    root.putObject("lockedArgs");
    putText(root, "cause", activation.cause());
    return bytes(root);
  }

  /** As JSON in UTF-8. */
  public static byte[] write(Acknowledgement acknowledgement) {
    ObjectNode root = JSON.objectNode();
    root.set("transid", transaction(acknowledgement.transaction()));
    if (acknowledgement instanceof Acknowledgement.CombinedMessage combined) {
      root.set("response", response(combined.activationId(), combined.record()));
      putFlag(root, "isSystemError", combined.systemError());
      root.set("instance", invoker(combined.invoker()));
    } else if (acknowledgement instanceof Acknowledgement.ResultMessage result) {
      root.set("response", response(result.activationId(), result.record()));
    } else if (acknowledgement instanceof Acknowledgement.CompletionMessage completion) {
      root.put("activationId", completion.activationId());
      putFlag(root, "isSystemError", completion.systemError());
      root.set("instance", invoker(completion.invoker()));
    }
    return bytes(root);
  }

  private static ArrayNode transaction(Transaction transaction) {
    return JSON.arrayNode().add(transaction.id()).add(transaction.startMillis());
  }

  private static ObjectNode invoker(InvokerInstance invoker) {
    ObjectNode node = JSON.objectNode();
    node.put("instance", invoker.instance());
    node.put("userMemory", invoker.userMemoryBytes() + " B");
    node.put("instanceType", "invoker");
    ArrayNode tags = node.putArray("tags");
    invoker.tags().forEach(tags::add);
    ArrayNode namespaces = node.putArray("dedicatedNamespaces");
    invoker.dedicatedNamespaces().forEach(namespaces::add);
    putText(node, "uniqueName", invoker.uniqueName());
    putText(node, "displayedName", invoker.displayedName());
    return node;
  }

  private static ObjectNode caller(Caller caller) {
    ObjectNode node = JSON.objectNode();
    node.put("subject", caller.subject());
    ObjectNode namespace = node.putObject("namespace");
    namespace.put("name", caller.namespace());
    namespace.put("uuid", caller.namespaceId());
    node.putObject("authkey").put("api_key", NO_KEY);
    ArrayNode rights = node.putArray("rights");
    caller.rights().forEach(rights::add);
    node.putObject("limits");
    return node;
  }

  private static JsonNode response(String activationId, @Nullable ActivationRecord record) {
    return record == null ? JSON.textNode(activationId) : record(record);
  }

  private static ObjectNode record(ActivationRecord record) {
    ObjectNode node = JSON.objectNode();
    node.put("namespace", record.namespace());
    node.put("name", record.action().name());
    node.put("subject", record.subject());
    node.put("activationId", record.activationId());
    node.put("start", record.startMillis());
    node.put("end", record.endMillis());
    node.put("duration", record.durationMillis());
    putText(node, "cause", record.cause());
    ObjectNode response = node.putObject("response");
    response.put("statusCode", record.outcome().statusCode());
    JsonNode result = record.result();
    if (result != null) {
      response.set("result", result);
      response.put("size", bytes(result).length);
    }
    node.putArray("logs");
    node.put("version", record.action().version());
    node.put("publish", false);
    node.set("annotations", annotations(record));
    return node;
  }

  private static ArrayNode annotations(ActivationRecord record) {
    ArrayNode annotations = JSON.arrayNode();
    annotate(annotations, "path", JSON.textNode(record.action().qualified()));
    Long waitMillis = record.waitMillis();
    if (waitMillis != null) {
      annotate(annotations, "waitTime", JSON.numberNode(waitMillis));
    }
    if (record.kind() != null) {
      annotate(annotations, "kind", JSON.textNode(record.kind()));
    }
    ActionLimits limits = record.limits();
    if (limits != null) {
      ObjectNode node = JSON.objectNode();
      node.put("timeout", limits.timeoutMillis());
      node.put("memory", limits.memoryMb());
      node.put("logs", limits.logsMb());
      node.put("concurrency", limits.concurrency());
      annotate(annotations, "timeout", JSON.booleanNode(record.timedOut()));
      annotate(annotations, "limits", node);
    }
    Long initMillis = record.initMillis();
    if (initMillis != null) {
      annotate(annotations, "initTime", JSON.numberNode(initMillis));
    }
    return annotations;
  }

  private static void annotate(ArrayNode annotations, String key, JsonNode value) {
    annotations.addObject().put("key", key).set("value", value);
  }

  private static void putText(ObjectNode node, String key, @Nullable String value) {
    if (value != null) {
      node.put(key, value);
    }
  }

  private static void putFlag(ObjectNode node, String key, @Nullable Boolean value) {
    if (value != null) {
      node.put(key, value);
    }
  }

  private static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }
}
