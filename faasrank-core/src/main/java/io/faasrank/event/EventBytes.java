package io.faasrank.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Bytes that grow as numbers and texts are added. */
final class EventBytes {

  private byte[] bytes;
  private int size;

  EventBytes(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  void put(int value) {
    room(1)[size++] = (byte) value;
  }

  /** Seven bits a byte, the lowest first; small numbers that are not negative take least. */
  void number(long value) {
    room(10);
    long left = value;
    while ((left & ~0x7fL) != 0) {
      bytes[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
  }

  /** As {@link #number}, for numbers that are often a little below 0. */
  void signed(long value) {
    number((value << 1) ^ (value >> 63));
  }

  void fixed(long value, int length) {
    room(length);
    for (int i = 0; i < length; i++) {
      bytes[size++] = (byte) (value >>> (8 * i));
    }
  }

  void real(float value) {
    fixed(Float.floatToIntBits(value), Float.BYTES);
  }

  void real(double value) {
    fixed(Double.doubleToLongBits(value), Double.BYTES);
  }

  void text(String text) {
    bytes(text.getBytes(UTF_8));
  }

  void bytes(byte[] value) {
    number(value.length);
    append(value, value.length);
  }

  void append(EventBytes other) {
    append(other.bytes, other.size);
  }

  void append(byte[] value, int length) {
    System.arraycopy(value, 0, room(length), size, length);
    size += length;
  }

  private byte[] room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
    return bytes;
  }
}
