package io.faasrank.feature;

/**
 * Mean and variance per column, updated row by row (Welford). Unknown (NaN) values are left out of
 * their column.
 */
public final class RunningStatistics {

  private final long[] count;
  private final double[] mean;
  private final double[] squares;

  public RunningStatistics(int width) {
    count = new long[width];
    mean = new double[width];
    squares = new double[width];
  }

  /** Adds {@code rows} rows laid one after another. */
  public void add(float[] values, int rows) {
    int width = mean.length;
    for (int at = 0; at < rows * width; at++) {
      double value = values[at];
      if (Double.isFinite(value)) {
        int i = at % width;
        count[i]++;
        double delta = value - mean[i];
        mean[i] += delta / count[i];
        squares[i] += delta * (value - mean[i]);
      }
    }
  }

  /** Adds what another instance has seen (Chan et al. 1979), as if its rows had been added here. */
  public void merge(RunningStatistics other) {
    for (int i = 0; i < mean.length; i++) {
      long total = count[i] + other.count[i];
      if (other.count[i] > 0) {
        double delta = other.mean[i] - mean[i];
        mean[i] += delta * other.count[i] / total;
        squares[i] +=
            other.squares[i] + delta * delta * ((double) count[i] * other.count[i] / total);
        count[i] = total;
      }
    }
  }

  /** Freezes the statistics; a column that never varied keeps deviation 1. */
  public Scaler toScaler() {
    float[] means = new float[mean.length];
    float[] deviations = new float[mean.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) mean[i];
      double variance = count[i] > 1 ? squares[i] / count[i] : 0;
      float deviation = (float) Math.sqrt(variance);
      deviations[i] = deviation > 1e-6f ? deviation : 1f;
    }
    return new Scaler(means, deviations);
  }
}
