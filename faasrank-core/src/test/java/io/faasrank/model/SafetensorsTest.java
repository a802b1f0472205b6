package io.faasrank.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards the layout that Hugging Face's reader demands, and against a reader that believes lengths,
 * offsets and shapes it was told.
 */
class SafetensorsTest {

  @Test
  void laysTheFileOutAsOtherReadersExpect() throws Exception {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("b", new Tensor(new int[] {2, 3}, new float[] {1, 2, 3, 4, 5, 6}));
    tensors.put("a", Tensor.of(-0.0f));
    byte[] bytes = new Safetensors(Map.of("format", "x"), tensors).toBytes();

    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length = buffer.getLong();
    assertThat(length % 8).isZero();
    assertThat(bytes).hasSize((int) (8 + length + 28));
    String text = new String(bytes, 8, (int) length, StandardCharsets.UTF_8);
    assertThat(text).startsWith("{").matches("(?s).*} *");
    JsonNode header = new ObjectMapper().readTree(text);
    assertThat(header.path("__metadata__").path("format").textValue()).isEqualTo("x");
    assertThat(header.path("b").toString())
        .isEqualTo("{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}");
    assertThat(header.path("a").toString())
        .isEqualTo("{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[24,28]}");
    assertThat(buffer.getFloat(8 + (int) length + 20)).isEqualTo(6f);
  }

  @Test
  void readsEntriesInAnyOrderOfTheHeader() {
    byte[] bytes =
        file(
            "{\"y\":{\"data_offsets\":[4,8],\"shape\":[1],\"dtype\":\"F32\"},"
                + "\"x\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}",
            1f,
            2f);
    Safetensors read = Safetensors.parse(bytes, "m");
    assertThat(read.tensors().keySet()).containsExactly("x", "y");
    assertThat(requireNonNull(read.tensors().get("y")).values()).containsExactly(2f);
    assertThat(read.metadata()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "[]; header is not a JSON object",
        "{\"x\":1; header is not JSON",
        "{} {}; header is not JSON",
        "{\"__metadata__\":3}; __metadata__ is not an object",
        "{\"__metadata__\":{\"a\":3}}; __metadata__ 'a' is not a text",
        "{\"x\":3}; expected F32",
        "{\"x\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,8]}}; dtype '\"F64\"'",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}}; array of whole numbers",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}; array of whole numbers",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}}; whole numbers",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}; has 8 bytes",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,4],"
            + "\"data_offsets\":[0,8]}}; has 8 bytes",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}; within 8 bytes",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,4]}}; ascending",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}; two ascending",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}; begin at 4, expected 0",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}; expected 4 as its",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}; begin at 4",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}; not JSON",
      })
  void refusesAHeaderThatLies(String header, String reason) {
    assertThatThrownBy(() -> Safetensors.parse(file(header, 1f, 2f), "m.safetensors"))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageStartingWith("m.safetensors: ")
        .hasMessageContaining(reason);
  }

  @Test
  void refusesALengthThatLies() {
    byte[] longer = file("{}");
    longer[1] = 1;
    assertThatThrownBy(() -> Safetensors.parse(longer, "m"))
        .hasMessage("m: truncated: header of 258 bytes, only 2 left");
    byte[] absurd = file("{}");
    absurd[7] = -1;
    assertThatThrownBy(() -> Safetensors.parse(absurd, "m"))
        .hasMessageContaining("expected 2 to 65536");
    assertThatThrownBy(() -> Safetensors.parse(new byte[7], "m"))
        .hasMessage("m: truncated: 7 bytes, expected at least 8 of header length");
  }

  @Test
  void refusesAValueThatIsNoNumber() {
    String header = "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    assertThatThrownBy(() -> Safetensors.parse(file(header, 1f, Float.NaN), "m"))
        .hasMessage("m: tensor 'x' holds NaN at 1, expected finite numbers");
    assertThatThrownBy(() -> Safetensors.parse(file(header, Float.NEGATIVE_INFINITY, 1f), "m"))
        .hasMessageContaining("-Infinity at 0");
  }

  private static byte[] file(String header, float... values) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(8 + text.length + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(text.length).put(text);
    for (float value : values) {
      out.putFloat(value);
    }
    return out.array();
  }
}
