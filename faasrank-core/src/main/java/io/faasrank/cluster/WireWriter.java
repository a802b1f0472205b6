package io.faasrank.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Writes a message in the wire format of Protocol Buffers: each field is its number and kind, then
 * its value. A reader skips the numbers that it does not know. Not thread-safe.
 */
final class WireWriter {

  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH_DELIMITED = 2;
  static final int FIXED32 = 5;

  /** Whole numbers up to here are exact in a double, and at most eight bytes as a varint. */
  static final double WHOLE = 1L << 53;

  private byte[] bytes;
  private int size;

  WireWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /** A whole number, not negative. */
  void integer(int field, long value) {
    key(field, VARINT);
    varint(value);
  }

  /**
   * A number: as a varint where it is whole and not negative, else as a double. NaN is left out.
   */
  void decimal(int field, double value) {
    if (value >= 0 && value <= WHOLE && value == Math.rint(value)) {
      integer(field, (long) value);
    } else if (!Double.isNaN(value)) {
      key(field, FIXED64);
      reserve(Long.BYTES);
      long bits = Double.doubleToRawLongBits(value);
      for (int i = 0; i < Long.BYTES; i++) {
        bytes[size++] = (byte) (bits >>> (8 * i));
      }
    }
  }

  void text(int field, String value) {
    block(field, value.getBytes(UTF_8));
  }

  /** A message within this one. */
  void message(int field, WireWriter message) {
    key(field, LENGTH_DELIMITED);
    varint(message.size);
    append(message.bytes, message.size);
  }

  private void block(int field, byte[] value) {
    key(field, LENGTH_DELIMITED);
    varint(value.length);
    append(value, value.length);
  }

  private void append(byte[] value, int length) {
    reserve(length);
    System.arraycopy(value, 0, bytes, size, length);
    size += length;
  }

  private void key(int field, int kind) {
    varint(((long) field << 3) | kind);
  }

  private void varint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }

  /** Empties the message, to be written anew. */
  void clear() {
    size = 0;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }
}
