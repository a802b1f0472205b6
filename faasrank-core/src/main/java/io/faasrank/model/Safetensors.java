package io.faasrank.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The safetensors format of Hugging Face, restricted to 32-bit floats: eight bytes of header length
 * (little-endian), a JSON header padded with spaces to a multiple of eight, the values. Same
 * content, same bytes: entries keep their order. DJL's own writer shuffles them and drops the
 * metadata.
 *
 * @param metadata the header's {@code __metadata__}, in order
 * @param tensors by name, in the order of their values in the file
 */
public record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {

  static final String METADATA = "__metadata__";
  static final String FLOATS = "F32";

  private static final ObjectMapper JSON = new ObjectMapper();

  public Safetensors {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads a file's bytes.
   *
   * @param origin what to call the file in messages
   * @throws ModelRefusedException when the bytes are not such a file, or a value is NaN or infinite
   */
  public static Safetensors parse(byte[] bytes, String origin) {
    return new SafetensorsParser(bytes, origin).parse();
  }

  /** The file's bytes. */
  public byte[] toBytes() {
    byte[] header = header();
    int padded = (header.length + 7) / 8 * 8;
    int size = 8 + padded;
    for (Tensor tensor : tensors.values()) {
      size += 4 * tensor.values().length;
    }
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(padded).put(header);
    for (int i = header.length; i < padded; i++) {
      out.put((byte) ' ');
    }
    for (Tensor tensor : tensors.values()) {
      for (float value : tensor.values()) {
        out.putFloat(value);
      }
    }
    return out.array();
  }

  private byte[] header() {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode texts = header.putObject(METADATA);
    metadata.forEach(texts::put);
    int offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      ObjectNode node = header.putObject(entry.getKey());
      node.put("dtype", FLOATS);
      Tensor tensor = entry.getValue();
      for (int length : tensor.shape()) {
        node.withArray("shape").add(length);
      }
      int end = offset + 4 * tensor.values().length;
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    try {
      return JSON.writeValueAsBytes(header);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }
}
