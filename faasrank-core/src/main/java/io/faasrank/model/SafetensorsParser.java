package io.faasrank.model;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one safetensors file and checks everything it says. */
final class SafetensorsParser {

  /** A model's header takes 2 KB; the rest is room for metadata. */
  static final int MAX_HEADER_BYTES = 64 * 1024;

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private final byte[] bytes;
  private final String origin;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record TensorEntry(String name, int[] shape, int begin, int end) {}

  SafetensorsParser(byte[] bytes, String origin) {
    this.bytes = bytes;
    this.origin = origin;
  }

  Safetensors parse() {
    int headerBytes = headerBytes();
    JsonNode header = header(headerBytes);
    int dataStart = 8 + headerBytes;
    Map<String, String> metadata = new LinkedHashMap<>();
    List<TensorEntry> entries = new ArrayList<>();
    Iterator<String> names = header.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (name.equals(Safetensors.METADATA)) {
        readMetadata(header.path(name), metadata);
      } else {
        entries.add(entry(name, header.path(name), bytes.length - dataStart));
      }
    }
    entries.sort(Comparator.comparingInt(TensorEntry::begin).thenComparingInt(TensorEntry::end));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    int next = 0;
    for (TensorEntry entry : entries) {
      if (entry.begin != next) {
        throw refused(
            "values of tensor "
                + quote(entry.name)
                + " begin at "
                + entry.begin
                + ", expected "
                + next
                + ", where the ones before end");
      }
      next = entry.end;
      tensors.put(entry.name, new Tensor(entry.shape, values(entry, dataStart)));
    }
    if (dataStart + next != bytes.length) {
      throw refused(
          "has "
              + (bytes.length - dataStart)
              + " bytes of values, expected "
              + next
              + " as its tensors say");
    }
    return new Safetensors(metadata, tensors);
  }

  private int headerBytes() {
    if (bytes.length < 8) {
      throw refused("truncated: " + bytes.length + " bytes, expected at least 8 of header length");
    }
    long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > MAX_HEADER_BYTES) {
      throw refused(
          "header length "
              + Long.toUnsignedString(length)
              + ", expected 2 to "
              + MAX_HEADER_BYTES
              + ": not a safetensors file of a model");
    }
    if (length > bytes.length - 8) {
      throw refused(
          "truncated: header of " + length + " bytes, only " + (bytes.length - 8) + " left");
    }
    return (int) length;
  }

  private JsonNode header(int length) {
    try {
      JsonNode header = JSON.readValue(bytes, 8, length);
      if (header == null || !header.isObject()) {
        throw refused("header is not a JSON object");
      }
      return header;
    } catch (IOException e) {
      String reason = e.getMessage();
      throw refused("header is not JSON: " + quote(reason == null ? e.toString() : reason));
    }
  }

  private void readMetadata(JsonNode node, Map<String, String> metadata) {
    if (!node.isObject()) {
      throw refused("__metadata__ is not an object of texts");
    }
    Iterator<String> names = node.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (!node.path(name).isTextual()) {
        throw refused("__metadata__ " + quote(name) + " is not a text");
      }
      metadata.put(name, node.path(name).textValue());
    }
  }

  private TensorEntry entry(String name, JsonNode node, int dataBytes) {
    JsonNode dtype = node.path("dtype");
    if (!Safetensors.FLOATS.equals(dtype.textValue())) {
      throw refused(
          "tensor " + quote(name) + " has dtype " + quote(dtype.toString()) + ", expected F32");
    }
    int[] shape = integers(name, node.path("shape"), "shape");
    int[] offsets = integers(name, node.path("data_offsets"), "data_offsets");
    if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataBytes) {
      throw refused(
          "tensor "
              + quote(name)
              + " has data_offsets "
              + quote(node.path("data_offsets").toString())
              + ", expected two ascending within "
              + dataBytes
              + " bytes of values");
    }
    long size = 4;
    for (int length : shape) {
      size = Math.min(size * length, Integer.MAX_VALUE);
    }
    if (size != offsets[1] - offsets[0]) {
      throw refused(
          "tensor "
              + quote(name)
              + " has "
              + (offsets[1] - offsets[0])
              + " bytes, its shape "
              + quote(node.path("shape").toString())
              + " takes "
              + size);
    }
    return new TensorEntry(name, shape, offsets[0], offsets[1]);
  }

  private int[] integers(String name, JsonNode node, String key) {
    int[] values = new int[node.size()];
    boolean good = node.isArray();
    for (int i = 0; good && i < values.length; i++) {
      good = node.path(i).isInt() && node.path(i).intValue() >= 0;
      values[i] = node.path(i).intValue();
    }
    if (!good) {
      throw refused(
          "tensor "
              + quote(name)
              + " has "
              + key
              + " "
              + quote(node.toString())
              + ", expected an array of whole numbers");
    }
    return values;
  }

  private float[] values(TensorEntry entry, int dataStart) {
    float[] values = new float[(entry.end - entry.begin) / 4];
    ByteBuffer.wrap(bytes, dataStart + entry.begin, entry.end - entry.begin)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw refused(
            "tensor "
                + quote(entry.name)
                + " holds "
                + values[i]
                + " at "
                + i
                + ", expected finite numbers");
      }
    }
    return values;
  }

  private ModelRefusedException refused(String reason) {
    return new ModelRefusedException(origin, reason);
  }

  /** Text from the file, shortened and stripped of what would break a one-line message. */
  static String quote(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(100)
        .map(c -> c >= ' ' && c < 127 ? c : '?')
        .forEach(line::appendCodePoint);
    return "'" + line + (text.length() > 100 ? "..." : "") + "'";
  }
}
