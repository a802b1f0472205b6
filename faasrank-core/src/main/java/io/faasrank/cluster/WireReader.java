package io.faasrank.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.cluster.ReportRejectedException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Reads a message in the wire format of Protocol Buffers, field by field, and trusts none of it.
 * Each value is checked against the bounds that the caller gives. Not thread-safe.
 */
final class WireReader {

  private final byte[] bytes;
  private final int end;
  private int at;
  private int field;
  private int kind;

  /** Where the value of the present field begins, and ends. */
  private int valueAt;

  private long varint;

  WireReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private WireReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /**
   * Goes to the next field.
   *
   * @return whether there is one
   */
  boolean next() throws ReportRejectedException {
    if (at == end) {
      return false;
    }
    long key = readVarint();
    field = (int) Math.min(key >>> 3, Integer.MAX_VALUE);
    kind = (int) key & 7;
    valueAt = at;
    switch (kind) {
      case WireWriter.VARINT -> varint = readVarint();
      case WireWriter.FIXED64 -> skip(Long.BYTES);
      case WireWriter.FIXED32 -> skip(Integer.BYTES);
      case WireWriter.LENGTH_DELIMITED -> {
        long length = readVarint();
        valueAt = at;
        skip(length);
      }
      default -> throw malformed("field " + field + " has kind " + kind);
    }
    return true;
  }

  /** Number of the present field. */
  int field() {
    return field;
  }

  /**
   * The present field as a whole number.
   *
   * @param name for the message
   */
  long integer(String name, long lowest, long highest) throws ReportRejectedException {
    expect(name, WireWriter.VARINT);
    if (varint < lowest || varint > highest) {
      throw new ReportRejectedException(
          Reason.OUT_OF_BOUNDS,
          String.format("%s is %s, not %s to %s", name, varint, lowest, highest));
    }
    return varint;
  }

  /** The present field as a number from 0 to the highest. */
  double decimal(String name, double highest) throws ReportRejectedException {
    double value;
    if (kind == WireWriter.VARINT) {
      value = varint < 0 ? Double.POSITIVE_INFINITY : varint;
    } else {
      expect(name, WireWriter.FIXED64);
      long bits = 0;
      for (int i = Long.BYTES - 1; i >= 0; i--) {
        bits = (bits << 8) | (bytes[valueAt + i] & 0xFF);
      }
      value = Double.longBitsToDouble(bits);
    }
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new ReportRejectedException(Reason.NOT_A_NUMBER, name + " is " + value);
    }
    if (value < 0) {
      throw new ReportRejectedException(Reason.NEGATIVE, name + " is " + value);
    }
    if (value > highest) {
      throw new ReportRejectedException(
          Reason.OUT_OF_BOUNDS, String.format("%s is %s, not 0 to %s", name, value, highest));
    }
    return value;
  }

  /** The present field as text of 1 to {@link ReportBounds#NAME_LENGTH} characters. */
  String text(String name) throws ReportRejectedException {
    expect(name, WireWriter.LENGTH_DELIMITED);
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, valueAt, at - valueAt)).toString();
    } catch (CharacterCodingException e) {
      throw malformed(name + " is not UTF-8");
    }
    if (text.isEmpty() || text.length() > ReportBounds.NAME_LENGTH) {
      throw new ReportRejectedException(
          Reason.OUT_OF_BOUNDS,
          String.format(
              "%s has %s characters, not 1 to %s", name, text.length(), ReportBounds.NAME_LENGTH));
    }
    return text;
  }

  /** The present field as a message. */
  WireReader message(String name) throws ReportRejectedException {
    expect(name, WireWriter.LENGTH_DELIMITED);
    return new WireReader(bytes, valueAt, at);
  }

  private void expect(String name, int wanted) throws ReportRejectedException {
    if (kind != wanted) {
      throw new ReportRejectedException(
          Reason.WRONG_TYPE, String.format("%s has kind %s, not %s", name, kind, wanted));
    }
  }

  private void skip(long length) throws ReportRejectedException {
    if (length < 0 || length > end - at) {
      throw malformed("field " + field + " is longer than the document");
    }
    at += (int) length;
  }

  private long readVarint() throws ReportRejectedException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (at == end) {
        break;
      }
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw malformed("the document ends within a number, or a number is too long");
  }

  private static ReportRejectedException malformed(String message) {
    return new ReportRejectedException(Reason.MALFORMED, message);
  }
}
