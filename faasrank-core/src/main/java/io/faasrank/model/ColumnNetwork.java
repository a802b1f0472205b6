package io.faasrank.model;

import java.util.Arrays;

/**
 * A {@link ScoreNetwork} for blocks of {@link #BLOCK} rows, laid out by column: one array for each
 * hidden unit, one loop over the rows for a few weights at a time. Such loops of a fixed length
 * over separate arrays use the whole width of the processor's registers, where a row has but 32 or
 * 16 hidden units: a tenth of the time for many rows, and more for a few.
 *
 * <p>The first layer is fed piece by piece, so that a caller can keep the sum over columns that
 * seldom change. Sums are therefore in another order than the row-wise ones, and scores differ from
 * theirs by rounding, at most by {@link #error}. Immutable and thread-safe; allocates nothing but
 * blocks.
 */
public final class ColumnNetwork {

  /** Rows of a block. Chosen among 64, 128 and 256: 81, 49 and 35 ns a row. */
  public static final int BLOCK = 256;

  /** Rounding of one addition or multiplication of floats, relative. */
  private static final double ROUNDING = 0x1p-24;

  /**
   * How many roundings are allowed for in a sum of at most 35 terms, as if all had the size of the
   * whole. Chosen: the largest error that {@code ColumnScorerTest} sees is a twentieth of the
   * bound.
   */
  private static final double ROUNDINGS = 2;

  /** Error of both tangents and of a column that is worked out in another way. */
  private static final double OTHER_ERRORS = 2e-6;

  private final int inputs;
  private final float[][] columns1;
  private final float[] bias1;
  private final float[][] rows2;
  private final float[] bias2;
  private final float[] weights3;
  private final float bias3;

  public ColumnNetwork(ScoreNetwork network) {
    float[][] parameters = network.parameters();
    inputs = network.inputs();
    columns1 = new float[inputs][ScoreNetwork.HIDDEN1];
    for (int j = 0; j < ScoreNetwork.HIDDEN1; j++) {
      for (int i = 0; i < inputs; i++) {
        columns1[i][j] = parameters[0][j * inputs + i];
      }
    }
    bias1 = parameters[1];
    rows2 = new float[ScoreNetwork.HIDDEN2][];
    for (int k = 0; k < rows2.length; k++) {
      int at = k * ScoreNetwork.HIDDEN1;
      rows2[k] = Arrays.copyOfRange(parameters[2], at, at + ScoreNetwork.HIDDEN1);
    }
    bias2 = parameters[3];
    weights3 = parameters[4];
    bias3 = parameters[5][0];
  }

  /** One array of a block for each unit of the first hidden layer. */
  public static float[][] newBlock() {
    return new float[ScoreNetwork.HIDDEN1][BLOCK];
  }

  /**
   * How far a score may lie from that of {@link ScoreNetwork#forward}.
   *
   * @param clip bound of the magnitude of the rows' values
   */
  public float error(float clip) {
    double error = 0;
    for (int k = 0; k < rows2.length; k++) {
      double second = OTHER_ERRORS + ROUNDINGS * ROUNDING * Math.abs(bias2[k]);
      for (int j = 0; j < bias1.length; j++) {
        second += Math.abs(rows2[k][j]) * (firstError(j, clip) + ROUNDINGS * ROUNDING);
      }
      error += Math.abs(weights3[k]) * (second + ROUNDINGS * ROUNDING);
    }
    return (float) (error + ROUNDINGS * ROUNDING * Math.abs(bias3));
  }

  private double firstError(int unit, float clip) {
    double size = Math.abs(bias1[unit]);
    double weights = 0;
    for (float[] column : columns1) {
      weights += Math.abs(column[unit]);
    }
    return ROUNDINGS * ROUNDING * (size + clip * weights) + OTHER_ERRORS * (1 + weights);
  }

  /**
   * Begins a row's sums of the first layer: the bias.
   *
   * @param sums receives one sum for each hidden unit
   */
  public void begin(float[] sums) {
    System.arraycopy(bias1, 0, sums, 0, bias1.length);
  }

  /** Adds a column of a row to its sums of the first layer. */
  public void add(int column, float value, float[] sums) {
    float[] weights = columns1[column];
    for (int j = 0; j < weights.length; j++) {
      sums[j] += value * weights[j];
    }
  }

  /**
   * Scores a block.
   *
   * @param kept sums of the first layer, one array for each unit
   * @param common what is added to the sums of every row, one number for each unit
   * @param columns indices of the columns that are not in the sums
   * @param values those columns, scaled, in the same order
   * @param count how many there are
   * @param work the hidden layers meanwhile
   * @param scores receives {@link #BLOCK} scores
   */
  public void forward(
      float[][] kept,
      float[] common,
      int[] columns,
      float[][] values,
      int count,
      ColumnWork work,
      float[] scores) {
    for (int j = 0; j < bias1.length; j++) {
      first(work.hidden1[j], kept[j], common[j], columns, values, count, j);
      RationalTanh.applyToBlock(work.hidden1[j]);
    }
    Arrays.fill(scores, bias3);
    for (int k = 0; k < rows2.length; k++) {
      second(work.hidden2, work.hidden1, rows2[k], bias2[k]);
      RationalTanh.applyToBlock(work.hidden2);
      addMultiple(scores, work.hidden2, weights3[k]);
    }
  }

  private void first(
      float[] sums,
      float[] kept,
      float common,
      int[] columns,
      float[][] values,
      int count,
      int unit) {
    int c = count % 4;
    switch (c) {
      case 0 -> set(sums, kept, common);
      case 1 -> set(sums, kept, common, values[0], weight(columns[0], unit));
      default ->
          set(
              sums,
              kept,
              common,
              values[0],
              weight(columns[0], unit),
              values[1],
              weight(columns[1], unit));
    }
    if (c == 3) {
      addMultiple(sums, values[2], weight(columns[2], unit));
    }
    for (; c < count; c += 4) {
      addMultiples(
          sums,
          values[c],
          weight(columns[c], unit),
          values[c + 1],
          weight(columns[c + 1], unit),
          values[c + 2],
          weight(columns[c + 2], unit),
          values[c + 3],
          weight(columns[c + 3], unit));
    }
  }

  private float weight(int column, int unit) {
    return columns1[column][unit];
  }

  private static void second(float[] sums, float[][] hidden, float[] weights, float bias) {
    Arrays.fill(sums, bias);
    for (int j = 0; j < weights.length; j += 4) {
      addMultiples(
          sums,
          hidden[j],
          weights[j],
          hidden[j + 1],
          weights[j + 1],
          hidden[j + 2],
          weights[j + 2],
          hidden[j + 3],
          weights[j + 3]);
    }
  }

  private static void set(float[] sums, float[] kept, float common) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = kept[i] + common;
    }
  }

  private static void set(float[] sums, float[] kept, float common, float[] a, float x) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = kept[i] + common + x * a[i];
    }
  }

  private static void set(
      float[] sums, float[] kept, float common, float[] a, float x, float[] b, float y) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = kept[i] + common + x * a[i] + y * b[i];
    }
  }

  private static void addMultiple(float[] sums, float[] a, float x) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += x * a[i];
    }
  }

  /** More at a time is slower: the compiler then no longer vectorises. */
  private static void addMultiples(
      float[] sums,
      float[] a,
      float x,
      float[] b,
      float y,
      float[] c,
      float z,
      float[] d,
      float w) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += x * a[i] + y * b[i] + z * c[i] + w * d[i];
    }
  }
}
