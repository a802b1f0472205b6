package io.faasrank.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Reads what {@link EventBytes} wrote, and trusts none of it. */
final class EventInput {

  private final byte[] bytes;
  private final int end;
  private final String origin;
  private int position;

  EventInput(byte[] bytes, int start, int end, String origin) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
    this.origin = origin;
  }

  int position() {
    return position;
  }

  int left() {
    return end - position;
  }

  int get() {
    need(1);
    return bytes[position++] & 0xff;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = get();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw refused("a number has more than ten bytes");
  }

  long signed() {
    long value = number();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A number from 0 to the highest. */
  int below(String what, int highest) {
    long value = number();
    if (value < 0 || value > highest) {
      throw refused(what + " is " + value + ", not 0 to " + highest);
    }
    return (int) value;
  }

  int integer(String what) {
    return below(what, Integer.MAX_VALUE);
  }

  long fixed(int length) {
    need(length);
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (bytes[position++] & 0xffL) << (8 * i);
    }
    return value;
  }

  float real() {
    return Float.intBitsToFloat((int) fixed(Float.BYTES));
  }

  double longReal() {
    return Double.longBitsToDouble(fixed(Double.BYTES));
  }

  String text() {
    int length = below("the length of a text", left());
    String text = new String(bytes, position, length, UTF_8);
    position += length;
    return text;
  }

  byte[] bytes() {
    int length = below("a length", left());
    byte[] value = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return value;
  }

  /** The next so many bytes as an input of their own. */
  EventInput part(int length) {
    need(length);
    EventInput part = new EventInput(bytes, position, position + length, origin);
    position += length;
    return part;
  }

  EventsRefusedException refused(String reason) {
    return new EventsRefusedException(origin, reason);
  }

  private void need(int count) {
    if (count < 0 || count > left()) {
      throw refused("ends in the middle of an event");
    }
  }
}
