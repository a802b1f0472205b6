package io.faasrank.report;

/**
 * With what a result was made, so that two results can be told apart. Empty where unknown, or where
 * there is none.
 *
 * @param version of FaaSRank
 * @param commit of its sources, with {@code -dirty} where they were changed
 * @param date of the day, in UTC, as ISO 8601 writes it
 * @param modelDigest SHA-256 of the model file, in hex, where a policy of the result uses one
 * @param traceChecksum SHA-256 of the trace's files, in hex, where arrivals came from some
 */
public record Origin(
    String version, String commit, String date, String modelDigest, String traceChecksum) {

  /** Nothing is known. */
  public static final Origin UNKNOWN = new Origin("", "", "", "", "");
}
