package io.faasrank.feature;

/**
 * Stage 4 of 12: normalises state rows by the mean and standard deviation learnt in training,
 * frozen and stored in the model, and clips to the bound of the schema. The paper normalises each
 * batch (Section IV-B); a per-batch z-score would turn the two function columns, equal in every
 * row, into constant zero. NaN and infinite values, that is unknown ones, become {@link
 * Feature#NEUTRAL}.
 */
public final class Scaler {

  private final float[] mean;
  private final float[] deviation;
  private final float[] inverseDeviation;

  /**
   * @param mean mean per column, finite
   * @param deviation standard deviation per column, finite and positive; 1 for a constant column
   */
  public Scaler(float[] mean, float[] deviation) {
    if (mean.length != deviation.length) {
      throw new IllegalArgumentException(
          "scaler has " + mean.length + " means but " + deviation.length + " deviations");
    }
    this.mean = mean.clone();
    this.deviation = deviation.clone();
    this.inverseDeviation = new float[deviation.length];
    for (int i = 0; i < mean.length; i++) {
      if (!Float.isFinite(mean[i]) || !Float.isFinite(deviation[i]) || deviation[i] <= 0) {
        throw new IllegalArgumentException(
            "scaler column " + i + " has mean " + mean[i] + " and deviation " + deviation[i]);
      }
      inverseDeviation[i] = 1f / deviation[i];
    }
  }

  /** A scaler that changes nothing, for tests and untrained models. */
  public static Scaler identity(int width) {
    float[] deviation = new float[width];
    java.util.Arrays.fill(deviation, 1f);
    return new Scaler(new float[width], deviation);
  }

  public int width() {
    return mean.length;
  }

  /** Means, one per column. */
  public float[] mean() {
    return mean.clone();
  }

  /** Standard deviations, one per column. */
  public float[] deviation() {
    return deviation.clone();
  }

  /**
   * The raw value of a scaled one; of a clipped one the bound it lies beyond, of {@link
   * Feature#NEUTRAL} the mean.
   */
  public float unscale(int column, float scaled) {
    return mean[column] + scaled * deviation[column];
  }

  /** A value in deviations from the mean, not clipped; no number where the value is none. */
  public float deviations(int column, float value) {
    return (value - mean[column]) * inverseDeviation[column];
  }

  /** The mean of one column. */
  public float meanOf(int column) {
    return mean[column];
  }

  /** What {@link #deviations} multiplies by. */
  public float inverseDeviationOf(int column) {
    return inverseDeviation[column];
  }

  /**
   * Scales rows in place.
   *
   * @param count number of rows
   * @param clip bound of scaled values, in deviations: see {@link FeatureSchema#clip}
   * @param counts receives how many values there were, and how many were clipped or unknown
   */
  public void scale(float[] rows, int count, float clip, ValueCounts counts) {
    int width = mean.length;
    int clipped = 0;
    int unknown = 0;
    for (int r = 0, at = 0; r < count; r++, at += width) {
      for (int i = 0; i < width; i++) {
        float scaled = (rows[at + i] - mean[i]) * inverseDeviation[i];
        if (Math.abs(scaled) <= clip) {
          rows[at + i] = scaled;
        } else if (Float.isFinite(scaled)) {
          rows[at + i] = Math.copySign(clip, scaled);
          clipped++;
        } else {
          rows[at + i] = Feature.NEUTRAL;
          unknown++;
        }
      }
    }
    counts.set(count * width, clipped, unknown);
  }
}
