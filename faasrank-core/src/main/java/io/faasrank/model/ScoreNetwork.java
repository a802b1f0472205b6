package io.faasrank.model;

import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Stage 5 of 12: the score function of the policy network (Fig. 3, Section V): fully connected,
 * inputs-32-16-1, tanh after both hidden layers, none after the last. One state row in, one number
 * out: the score of an invoker for the actor, a baseline for the critic. Immutable and thread-safe.
 *
 * <p>Parameters are six flat arrays in PyTorch's layout and order, {@link #TENSOR_NAMES}: a weight
 * is {@code [outputs][inputs]} row after row, a bias {@code [outputs]}.
 *
 * <p>The forward pass walks the weights input by input, adding a multiple of one weight column to
 * all hidden units at once: loops over separate arrays, which the compiler vectorises, where dot
 * products are scalar. It agrees with PyTorch within 1e-5.
 */
public final class ScoreNetwork {

  /** Neurons of the first hidden layer (Section V). */
  public static final int HIDDEN1 = 32;

  /** Neurons of the second hidden layer (Section V). */
  public static final int HIDDEN2 = 16;

  /** Names of the parameters in order, as {@code torch.nn.Sequential} numbers its layers. */
  public static final List<String> TENSOR_NAMES =
      List.of("0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias");

  /**
   * Largest magnitude of a weight; with rows clipped by the scaler it keeps every score finite.
   * Chosen, unmeasured: far above any useful weight, also of critics, whose last layer carries the
   * unit of the return; beyond it the file or the training is broken.
   */
  public static final float MAX_WEIGHT = 1e9f;

  /** Rows whose tangents are taken at once: loops of some length are vectorised best. Chosen. */
  private static final int ROWS = 32;

  private static final ThreadLocal<Work> WORK = ThreadLocal.withInitial(Work::new);

  /** Room for some rows meanwhile. */
  private static final class Work {

    final float[] hidden1 = new float[HIDDEN1];
    final float[] hidden2 = new float[HIDDEN2];
    final float[] all1 = new float[ROWS * HIDDEN1];
    final float[] all2 = new float[ROWS * HIDDEN2];
    final float[] scores = new float[ROWS];
  }

  private final int inputs;
  private final float[][] parameters;
  private final float[][] columns1;
  private final float[][] columns2;

  /**
   * A network of these parameters.
   *
   * @param inputs width of a state row
   * @param parameters six arrays in the order of {@link #TENSOR_NAMES}; copied
   * @throws IllegalArgumentException when a length is wrong or a weight is not a number of at most
   *     {@link #MAX_WEIGHT} in magnitude, naming the tensor
   */
  public ScoreNetwork(int inputs, float[][] parameters) {
    if (inputs <= 0 || parameters.length != TENSOR_NAMES.size()) {
      throw new IllegalArgumentException(
          "network has " + inputs + " inputs and " + parameters.length + " tensors, expected 6");
    }
    this.inputs = inputs;
    this.parameters = new float[parameters.length][];
    for (int t = 0; t < parameters.length; t++) {
      check(TENSOR_NAMES.get(t), parameters[t], size(shape(inputs, t)));
      this.parameters[t] = parameters[t].clone();
    }
    columns1 = transpose(this.parameters[0], HIDDEN1, inputs);
    columns2 = transpose(this.parameters[2], HIDDEN2, HIDDEN1);
  }

  /**
   * An untrained network: uniform in plus or minus one over the square root of the layer's inputs,
   * the default of PyTorch's {@code Linear}, drawn in the order of the parameters.
   *
   * @param uniform draws in [0, 1), with a float's precision: {@code generator::nextFloat}
   * @param outputScale factor on the last layer; 1 leaves it. A small one (PPO implementations take
   *     0.01) starts the policy near uniform; the paper is silent
   */
  public static ScoreNetwork random(int inputs, DoubleSupplier uniform, float outputScale) {
    float[][] parameters = new float[TENSOR_NAMES.size()][];
    for (int t = 0; t < parameters.length; t++) {
      int fanIn = t < 2 ? inputs : t < 4 ? HIDDEN1 : HIDDEN2;
      float bound = (float) (1 / Math.sqrt(fanIn));
      float scale = t < 4 ? 1f : outputScale;
      parameters[t] = new float[size(shape(inputs, t))];
      for (int i = 0; i < parameters[t].length; i++) {
        parameters[t][i] = scale * bound * (2 * (float) uniform.getAsDouble() - 1);
      }
    }
    return new ScoreNetwork(inputs, parameters);
  }

  /** An untrained network whose last layer is not scaled. */
  public static ScoreNetwork random(int inputs, DoubleSupplier uniform) {
    return random(inputs, uniform, 1f);
  }

  /** Shape of a parameter of a network of so many inputs, by its place in the order. */
  public static int[] shape(int inputs, int tensor) {
    return switch (tensor) {
      case 0 -> new int[] {HIDDEN1, inputs};
      case 1 -> new int[] {HIDDEN1};
      case 2 -> new int[] {HIDDEN2, HIDDEN1};
      case 3 -> new int[] {HIDDEN2};
      case 4 -> new int[] {1, HIDDEN2};
      case 5 -> new int[] {1};
      default -> throw new IllegalArgumentException("tensor " + tensor + ", expected 0 to 5");
    };
  }

  /** Width of a state row. */
  public int inputs() {
    return inputs;
  }

  /** Number of weights and biases. */
  public int parameterCount() {
    int total = 0;
    for (float[] parameter : parameters) {
      total += parameter.length;
    }
    return total;
  }

  /** Copies of the parameters, in the order of {@link #TENSOR_NAMES}. */
  public float[][] parameters() {
    float[][] copies = new float[parameters.length][];
    for (int t = 0; t < copies.length; t++) {
      copies[t] = parameters[t].clone();
    }
    return copies;
  }

  /**
   * Scores rows; allocates nothing.
   *
   * @param rows scaled state rows, row after row; a NaN in a row makes its score NaN
   * @param count number of rows
   * @param scores receives {@code count} scores
   */
  public void forward(float[] rows, int count, float[] scores) {
    Work work = WORK.get();
    for (int from = 0; from < count; from += ROWS) {
      int some = Math.min(ROWS, count - from);
      score(rows, from, some, work);
      System.arraycopy(work.scores, 0, scores, from, some);
    }
  }

  /** Mean of the scores of the rows: the averaged baseline of Eq. 5 when this is the critic. */
  public float mean(float[] rows, int count) {
    Work work = WORK.get();
    double sum = 0;
    for (int from = 0; from < count; from += ROWS) {
      int some = Math.min(ROWS, count - from);
      score(rows, from, some, work);
      for (int r = 0; r < some; r++) {
        sum += work.scores[r];
      }
    }
    return (float) (sum / count);
  }

  private void score(float[] rows, int from, int count, Work work) {
    for (int r = 0; r < count; r++) {
      first(rows, (from + r) * inputs, work.hidden1);
      System.arraycopy(work.hidden1, 0, work.all1, r * HIDDEN1, HIDDEN1);
    }
    RationalTanh.apply(work.all1, count * HIDDEN1);
    for (int r = 0; r < count; r++) {
      second(work.all1, r * HIDDEN1, work.hidden2);
      System.arraycopy(work.hidden2, 0, work.all2, r * HIDDEN2, HIDDEN2);
    }
    RationalTanh.apply(work.all2, count * HIDDEN2);
    float[] last = parameters[4];
    for (int r = 0; r < count; r++) {
      float score = parameters[5][0];
      for (int j = 0; j < HIDDEN2; j++) {
        score += last[j] * work.all2[r * HIDDEN2 + j];
      }
      work.scores[r] = score;
    }
  }

  private void first(float[] rows, int at, float[] sums) {
    System.arraycopy(parameters[1], 0, sums, 0, HIDDEN1);
    int i = 0;
    for (; i + 3 < inputs; i += 4) {
      addMultiples(
          sums,
          columns1[i],
          rows[at + i],
          columns1[i + 1],
          rows[at + i + 1],
          columns1[i + 2],
          rows[at + i + 2],
          columns1[i + 3],
          rows[at + i + 3]);
    }
    for (; i + 1 < inputs; i += 2) {
      addMultiples(sums, columns1[i], rows[at + i], columns1[i + 1], rows[at + i + 1]);
    }
    if (i < inputs) {
      addMultiples(sums, columns1[i], rows[at + i], columns1[i], 0f);
    }
  }

  private void second(float[] hidden1, int at, float[] sums) {
    System.arraycopy(parameters[3], 0, sums, 0, HIDDEN2);
    for (int j = 0; j < HIDDEN1; j += 4) {
      addMultiples(
          sums,
          columns2[j],
          hidden1[at + j],
          columns2[j + 1],
          hidden1[at + j + 1],
          columns2[j + 2],
          hidden1[at + j + 2],
          columns2[j + 3],
          hidden1[at + j + 3]);
    }
  }

  /**
   * Four at a time, rounded as if they were two pairs: a sixth less time for a network, and the
   * same bits. Eight at a time are slower.
   */
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
    for (int j = 0; j < sums.length; j++) {
      sums[j] = (sums[j] + (x * a[j] + y * b[j])) + (z * c[j] + w * d[j]);
    }
  }

  /** Two at a time: half the loads and stores of the sums. */
  private static void addMultiples(float[] sums, float[] a, float x, float[] b, float y) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += x * a[j] + y * b[j];
    }
  }

  private static float[][] transpose(float[] weight, int outputs, int inputs) {
    float[][] columns = new float[inputs][outputs];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        columns[i][o] = weight[o * inputs + i];
      }
    }
    return columns;
  }

  private static int size(int[] shape) {
    return shape.length == 1 ? shape[0] : shape[0] * shape[1];
  }

  private static void check(String name, float[] values, int expected) {
    if (values.length != expected) {
      throw new IllegalArgumentException(
          "tensor " + name + " has " + values.length + " values, expected " + expected);
    }
    for (int i = 0; i < values.length; i++) {
      if (!(Math.abs(values[i]) <= MAX_WEIGHT)) {
        throw new IllegalArgumentException(
            "tensor " + name + " holds " + values[i] + " at " + i + ", expected at most 1e9");
      }
    }
  }
}
