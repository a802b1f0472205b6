package io.faasrank.testbed.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faasrank.testbed.wire.WireSamples.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guards against what a consumer would die of: an exception of another kind, a message that blames
 * no field, a damaged message taken for a whole one.
 */
final class MalformedMessageTest {

  /** Where real senders may leave a field out, or write null. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "isEnabled",
          "uniqueName",
          "displayedName",
          "version",
          "revision",
          "cause",
          "content",
          "rights",
          "isSystemError",
          "initArgs",
          "lockedArgs",
          "authkey",
          "api_key",
          "limits",
          "duration",
          "logs",
          "publish",
          "result",
          "size",
          // one of the two must be there, and then makes the message one of another kind
          "instance",
          "response");

  static List<Sample> samples() {
    return WireSamples.all();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nonsense                                   | topic t, offset 42: 8 bytes are not JSON
          [1]                                        | topic t, offset 42: 3 bytes are not a JSON object
          {}                                         | topic t, offset 42: name is missing
          {"name":7}                                 | topic t, offset 42: name is not an object
          {"name":{}}                                | topic t, offset 42: name.instanceType is missing
          {"isEnabled":1,"name":{}}                  | topic t, offset 42: isEnabled is neither true nor false
          {"name":{"instanceType":"controller"}}     | topic t, offset 42: name.instanceType is not invoker
          {"name":{"instanceType":"invoker","instance":-1}} | topic t, offset 42: name.instance is not a whole number from 0 to 99999
          """)
  void saysTopicOffsetAndField(String text, String message) {
    assertThatThrownBy(() -> MessageReader.ping("t", 42, text.getBytes(UTF_8)))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage(message);
  }

  @Test
  void megabyteOfTextIsNotRepeated() {
    byte[] text = "x".repeat(1 << 20).getBytes(UTF_8);
    ObjectNode quoted = (ObjectNode) samples().get(3).value();
    ((ObjectNode) quoted.get("action")).put("name", "x".repeat(1 << 20));
    for (byte[] value : List.of(text, new Sample("", "", quoted).bytes())) {
      assertThatThrownBy(() -> MessageReader.activation("t", 0, value))
          .isInstanceOf(MalformedMessageException.class)
          .message()
          .hasSizeLessThan(120);
    }
  }

  @Test
  void megabyteOfParametersIsFine() throws MalformedMessageException {
    ObjectNode value = (ObjectNode) samples().get(3).value();
    value.putObject("content").put("picture", "x".repeat(1 << 20));
    byte[] bytes = new Sample("", "", value).bytes();

    assertThat(MessageReader.activation("t", 0, bytes).content()).isNotNull();
  }

  @Test
  void tombstoneIsMalformed() {
    assertThatThrownBy(() -> MessageReader.acknowledgement("t", 3, null))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("topic t, offset 3: has no value");
  }

  @ParameterizedTest
  @MethodSource("samples")
  void namesTheFieldThatIsMissingOrOfAnotherType(Sample sample) {
    for (String path : paths(sample.value())) {
      String field = path.substring(path.lastIndexOf('/') + 1);
      if (OPTIONAL.contains(field) || path.contains("/content") || path.contains("/result")) {
        continue;
      }
      if (!path.equals("/rootControllerIndex/instanceType")) {
        assertThat(malformed(sample, path, null)).as("without %s", path).contains(field);
      }
      JsonNode strange = JsonNodeFactory.instance.arrayNode().add(1);
      assertThat(malformed(sample, path, strange)).as("strange %s", path).contains(field);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void unknownFieldsAreIgnored(Sample sample) throws MalformedMessageException {
    JsonNode value = sample.value().deepCopy();
    for (String path : paths(sample.value())) {
      if (value.at(path) instanceof ObjectNode object && !path.contains("/content")) {
        object.put("fieldOfTomorrow", "x");
      }
    }
    JsonNode again = new Sample("", sample.topic(), value).again();
    if (again.path("response").path("response").path("result") instanceof ObjectNode result) {
      result.remove("fieldOfTomorrow");
      ((ObjectNode) again.get("response").get("response"))
          .set("size", sample.value().get("response").get("response").get("size"));
    }
    assertThat(again).isEqualTo(sample.value());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void damagedBytesAreMalformedAndNothingElse(Sample sample) {
    SplittableRandom random = new SplittableRandom(17);
    byte[] whole = sample.bytes();
    for (int i = 0; i < 500; i++) {
      byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length));
      assertThatThrownBy(read(sample, cut)).isInstanceOf(MalformedMessageException.class);
      byte[] flipped = whole.clone();
      for (int f = 0; f < 3; f++) {
        flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
      }
      assertThatCode(
              () -> {
                try {
                  read(sample, flipped).call();
                } catch (MalformedMessageException e) {
                  assertThat(e.topic()).isEqualTo(sample.topic());
                }
              })
          .doesNotThrowAnyException();
    }
  }

  @Test
  void firstOfATopicIsTheOneThatCounts() {
    MalformedMessages malformed = new MalformedMessages();
    malformed.skipped(new MalformedMessageException("a", 1, "", "x"));
    malformed.skipped(new MalformedMessageException("a", 2, "", "x"));
    malformed.skipped(new MalformedMessageException("b", 1, "", "x"));

    assertThat(malformed.count("a")).isEqualTo(2);
    assertThat(malformed.count("c")).isZero();
    assertThat(malformed.count()).isEqualTo(3);
  }

  private static ThrowingCallable read(Sample sample, byte[] value) {
    if (sample.topic().equals(Ping.TOPIC)) {
      return () -> MessageReader.ping(sample.topic(), 0, value);
    }
    return sample.topic().startsWith("invoker")
        ? () -> MessageReader.activation(sample.topic(), 0, value)
        : () -> MessageReader.acknowledgement(sample.topic(), 0, value);
  }

  /** The field at fault when the one at the path is gone or replaced; empty when none is. */
  private static String malformed(Sample sample, String path, @Nullable JsonNode value) {
    JsonNode changed = sample.value().deepCopy();
    int slash = path.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) changed.at(path.substring(0, slash));
    String key = path.substring(slash + 1);
    if (value == null) {
      parent.remove(key);
    } else {
      parent.set(key, value);
    }
    MalformedMessageException e =
        catchThrowableOfType(
            MalformedMessageException.class,
            read(sample, new Sample("", sample.topic(), changed).bytes()));
    return e == null ? "" : e.field();
  }

  /** JSON pointers of all fields that are in objects within objects. */
  private static List<String> paths(JsonNode root) {
    List<String> paths = new ArrayList<>();
    collect(root, "", paths);
    return paths;
  }

  private static void collect(JsonNode node, String path, List<String> paths) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              String at = path + '/' + name;
              paths.add(at);
              if (node.get(name).isObject()) {
                collect(node.get(name), at, paths);
              }
            });
  }
}
