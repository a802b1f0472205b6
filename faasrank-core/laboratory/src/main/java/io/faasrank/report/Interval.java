package io.faasrank.report;

/**
 * An estimate with its 95 % interval. NaN for {@code value} where there is nothing to estimate, NaN
 * for the ends where there is no interval (fewer than three repetitions).
 */
public record Interval(double value, double low, double high) {

  /** An estimate without interval. */
  public static Interval point(double value) {
    return new Interval(value, Double.NaN, Double.NaN);
  }

  /** Whether both ends are known. */
  public boolean bounded() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }

  /** Half of the interval's width; NaN without one. */
  public double halfWidth() {
    return (high - low) / 2;
  }
}
