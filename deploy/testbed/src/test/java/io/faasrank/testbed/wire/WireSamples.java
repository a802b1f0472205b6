package io.faasrank.testbed.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages in the form of a running OpenWhisk, with made-up values: one JSON a line. */
final class WireSamples {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** One message: what it is, its topic and its value. */
  record Sample(String kind, String topic, JsonNode value) {

    byte[] bytes() {
      return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads it and writes it again. */
    JsonNode again() throws MalformedMessageException {
      byte[] written;
      if (topic.equals(Ping.TOPIC)) {
        written = MessageWriter.write(MessageReader.ping(topic, 0, bytes()));
      } else if (topic.startsWith("invoker")) {
        written = MessageWriter.write(MessageReader.activation(topic, 0, bytes()));
      } else {
        written = MessageWriter.write(MessageReader.acknowledgement(topic, 0, bytes()));
      }
      return tree(new String(written, StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return kind;
    }
  }

  private WireSamples() {}

  static List<Sample> all() {
    try (InputStream stream = WireSamples.class.getResourceAsStream("samples.jsonl")) {
      if (stream == null) {
        throw new IllegalStateException("samples.jsonl is missing");
      }
      return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Sample> parse(String lines) {
    return lines
        .lines()
        .map(WireSamples::tree)
        .map(
            line ->
                new Sample(
                    line.get("kind").asText(), line.get("topic").asText(), line.get("value")))
        .toList();
  }

  static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
