package io.faasrank.testbed.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faasrank.testbed.wire.WireSamples.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guards the wire format: a field that is written under another name, lost or given another type is
 * one that a real controller or invoker cannot read.
 */
final class MessageRoundTripTest {

  static List<Sample> samples() {
    return WireSamples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void readAndWrittenAgainItIsTheSame(Sample sample) throws MalformedMessageException {
    assertThat(sample.again()).isEqualTo(sample.value());
  }

  /** Messages captured from a running system, whose keys, where they are any, are not kept. */
  @Test
  @EnabledIfSystemProperty(named = "faasrank.wire-samples", matches = ".+")
  void capturedMessagesToo() throws IOException, MalformedMessageException {
    Path file = Path.of(System.getProperty("faasrank.wire-samples"));
    List<Sample> captured = WireSamples.parse(Files.readString(file));
    assertThat(captured).isNotEmpty();
    for (Sample sample : captured) {
      assertThat(withoutWhatIsNotKept(sample.again()))
          .as(sample.kind())
          .isEqualTo(withoutWhatIsNotKept(sample.value()));
    }
  }

  /** The key is not kept; the size of a result is counted anew, and JSON has many spellings. */
  private static JsonNode withoutWhatIsNotKept(JsonNode value) {
    if (value.path("user").path("authkey") instanceof ObjectNode key) {
      key.remove("api_key");
    }
    if (value.path("response").path("response") instanceof ObjectNode response) {
      response.remove("size");
    }
    return value;
  }

  @Test
  void readsWhatTheFieldsMean() throws MalformedMessageException {
    Sample cold = samples().get(4);
    Acknowledgement read = MessageReader.acknowledgement(cold.topic(), 0, cold.bytes());

    assertThat(read).isInstanceOf(Acknowledgement.CombinedMessage.class);
    ActivationRecord record =
        Objects.requireNonNull(((Acknowledgement.CombinedMessage) read).record());
    assertThat(record.initMillis()).isEqualTo(1550);
    assertThat(record.waitMillis()).isEqualTo(512);
    assertThat(record.action()).isEqualTo(new ActionName("lab/web", "DH", "0.0.7"));
    assertThat(record.limits()).isEqualTo(new ActionLimits(60_000, 512, 1, 10));
    assertThat(read.shrunk())
        .isEqualTo(
            new Acknowledgement.CombinedMessage(
                new Transaction("Q7", 1_700_000_001_000L),
                "aaaaaaaabbbbbbbbccccccccdddddddd",
                null,
                false,
                InvokerInstance.of(2, "rack1-host2", 2048)));
  }

  @Test
  void readsSizesInAnyUnit() throws MalformedMessageException {
    for (String size : List.of("2147483648 B", "2097152 KB", "2048 MB", "2048m", "2 g")) {
      ObjectNode value = (ObjectNode) samples().get(0).value();
      ((ObjectNode) value.get("name")).put("userMemory", size);
      Ping ping = MessageReader.ping("health", 0, new Sample("", "health", value).bytes());
      assertThat(ping.invoker().userMemoryMb()).as(size).isEqualTo(2048);
    }
  }
}
