package io.faasrank.workload;

/**
 * A part of a record in time, so that one may train on its first days and test on the next.
 *
 * @param from seconds since the start of the record; minus infinity for its beginning
 * @param to not included; infinity for its end
 */
public record TimeSpan(double from, double to) {

  /** All of a record. */
  public static final TimeSpan ALL =
      new TimeSpan(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  public TimeSpan {
    if (!(from < to)) {
      throw new InvalidInputException(
          "expected an end after the beginning, found " + from + " to " + to + " s");
    }
  }

  boolean contains(double seconds) {
    return from <= seconds && seconds < to;
  }

  /** For instance {@code from 60.0 to 120.0 s}; empty for all of a record. */
  @Override
  public String toString() {
    String start = Double.isInfinite(from) ? "" : " from " + from;
    String end = Double.isInfinite(to) ? "" : " to " + to;
    return equals(ALL) ? "" : (start + end).strip() + " s";
  }

  /** The same after a word and a space, or nothing. */
  String afterwards() {
    return equals(ALL) ? "" : " " + this;
  }

  /** What is subtracted from times, so that the part begins at 0. */
  double origin() {
    return Double.isInfinite(from) ? 0 : from;
  }
}
