package io.faasrank.feature;

import java.util.Arrays;

/**
 * Columns of numbers, one array each, with bounds between which the numbers of each lie. Bounds may
 * be wider than need be. Of one thread.
 */
public final class BoundedColumns {

  private final float[][] values;
  private final float[] least;
  private final float[] greatest;

  /** Columns of so many rows, which hold nothing yet. */
  public BoundedColumns(int columns, int rows) {
    values = new float[columns][rows];
    least = new float[columns];
    greatest = new float[columns];
    clearBounds();
  }

  /** The numbers of a column; who writes here sets the bounds. */
  public float[] values(int column) {
    return values[column];
  }

  public float least(int column) {
    return least[column];
  }

  public float greatest(int column) {
    return greatest[column];
  }

  /** Whether all numbers of the column are the same. */
  public boolean isConstant(int column) {
    return least[column] == greatest[column];
  }

  /** Sets a number, and widens the bounds where it lies beyond. */
  void set(int column, int row, float value) {
    values[column][row] = value;
    if (value < least[column]) {
      least[column] = value;
    }
    if (value > greatest[column]) {
      greatest[column] = value;
    }
  }

  /** Sets the bounds of a column. */
  void bound(int column, float lowest, float highest) {
    least[column] = lowest;
    greatest[column] = highest;
  }

  /** Forgets all bounds, before all rows are set. */
  public void clearBounds() {
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
  }

  /** Makes the bounds as narrow as the first rows allow. */
  public void tighten(int rows) {
    clearBounds();
    for (int column = 0; column < values.length; column++) {
      float[] numbers = values[column];
      for (int row = 0; row < rows; row++) {
        set(column, row, numbers[row]);
      }
    }
  }
}
