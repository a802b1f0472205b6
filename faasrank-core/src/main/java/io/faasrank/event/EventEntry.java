package io.faasrank.event;

/**
 * A batch with its place in the stream of all controllers.
 *
 * @param millis when it was added, by the clock of the server, in milliseconds since 1970
 * @param sequence tells apart the entries of one millisecond
 * @param batch as {@link EventEncoder} wrote it
 */
@SuppressWarnings("ArrayRecordComponent") // read only, and never compared
public record EventEntry(long millis, long sequence, byte[] batch) {

  /** Bytes of an entry in a file besides its batch. */
  static final int HEAD_BYTES = 4 + 4 + 8 + 8;

  /** Longest batch that a file may hold. */
  static final int MOST_BYTES = 64 << 20;

  /** Its id as Redis writes it. */
  public String id() {
    return millis + "-" + sequence;
  }
}
