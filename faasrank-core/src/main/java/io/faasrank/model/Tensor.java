package io.faasrank.model;

import java.util.Arrays;

/** An array of floats with its shape, as a {@link Safetensors} file holds it by name. */
public final class Tensor {

  private final int[] shape;
  private final float[] values;

  /**
   * @param shape lengths of the dimensions, none negative
   * @param values the numbers, last dimension fastest; as many as the shape says; not copied
   */
  public Tensor(int[] shape, float[] values) {
    long size = 1;
    for (int length : shape) {
      size *= length;
    }
    if (size != values.length) {
      throw new IllegalArgumentException(
          "tensor of shape " + Arrays.toString(shape) + " has " + values.length + " values");
    }
    this.shape = shape;
    this.values = values;
  }

  /** A tensor of one dimension. */
  public static Tensor of(float... values) {
    return new Tensor(new int[] {values.length}, values);
  }

  public int[] shape() {
    return shape.clone();
  }

  /** The numbers themselves, not a copy. */
  public float[] values() {
    return values;
  }
}
