package io.faasrank.event;

/**
 * A report was taken into the book; refused ones are not logged.
 *
 * @param nanos the time for which it was taken
 * @param doneNanos when all of it was in the book
 * @param document in JSON, for {@link io.faasrank.cluster.ReportCodec#decode}
 */
@SuppressWarnings("ArrayRecordComponent") // read only, and never compared
public record ReportTaken(long nanos, long doneNanos, byte[] document) implements LogEvent {}
