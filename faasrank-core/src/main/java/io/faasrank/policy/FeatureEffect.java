package io.faasrank.policy;

import io.faasrank.feature.Feature;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * How far one feature moved a candidate's score.
 *
 * @param feature the column
 * @param scaled its value as the network saw it
 * @param raw its value in the feature's unit, as far as {@code scaled} tells; see {@link #value()}
 * @param clip bound of scaled values: see {@link io.faasrank.feature.FeatureSchema#clip}
 * @param contribution score minus the score with this feature at its reference value; positive
 *     where the feature spoke for the candidate
 */
public record FeatureEffect(
    Feature feature, float scaled, float raw, float clip, float contribution) {

  /** What is smaller is what scaling there and back leaves of 0. Chosen. */
  private static final float LEAST = 1e-5f;

  private static final String ZERO_OR_ONE = "0 or 1";

  private static final MathContext DIGITS = new MathContext(4);

  /** The column's name. */
  public String name() {
    return feature.name();
  }

  /**
   * The value with its unit, to four digits. A clipped value is known to lie beyond a bound only,
   * and one that is exactly the training mean may also stand for an unknown one.
   */
  public String value() {
    // of a column that is 0 or 1 the number alone reads better
    String unit = feature.unit().equals(ZERO_OR_ONE) ? "" : " " + feature.unit();
    if (scaled == Feature.NEUTRAL) {
      return "unknown or " + number(raw) + unit;
    }
    float shown = Math.abs(raw) < LEAST ? 0 : raw;
    String beyond = scaled >= clip ? ">= " : scaled <= -clip ? "<= " : "";
    return beyond + number(shown) + unit;
  }

  /** For instance {@code warm_infrastructures (2 count) +0.81}. */
  @Override
  public String toString() {
    String sign = contribution > 0 ? "+" : "";
    return feature.name() + " (" + value() + ") " + sign + number(contribution);
  }

  /** Four significant digits without an exponent; what is no number as Java writes it. */
  static String number(float value) {
    if (!Float.isFinite(value)) {
      return Float.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
