package io.faasrank.training;

import java.util.ArrayList;
import java.util.List;

/**
 * The steps of one update, of any number of episodes: what was seen, done and worth. Steps of fewer
 * candidates than the largest are padded; padding has no influence. Immutable.
 */
public final class Batch {

  /** Candidates up to which steps are not told apart. Unmeasured. */
  private static final int SMALL = 12;

  private final int width;
  private final int maxCandidates;
  private final float[] rows;
  private final int[] counts;
  private final int[] actions;
  private final float[] logProbabilities;
  private final float[] advantages;
  private final float[] returns;

  private Batch(int width, int maxCandidates, int steps) {
    this.width = width;
    this.maxCandidates = maxCandidates;
    rows = new float[steps * maxCandidates * width];
    counts = new int[steps];
    actions = new int[steps];
    logProbabilities = new float[steps];
    advantages = new float[steps];
    returns = new float[steps];
  }

  private Batch(Batch other, float[] advantages) {
    width = other.width;
    maxCandidates = other.maxCandidates;
    rows = other.rows;
    counts = other.counts;
    actions = other.actions;
    logProbabilities = other.logProbabilities;
    returns = other.returns;
    this.advantages = advantages;
  }

  /** Starts a batch of rows of so many columns. */
  public static Builder builder(int width) {
    return new Builder(width);
  }

  /** Number of steps, T. */
  public int steps() {
    return counts.length;
  }

  /** Largest number of candidates of a step, N. */
  public int maxCandidates() {
    return maxCandidates;
  }

  /** Columns of a state row. */
  public int width() {
    return width;
  }

  float[] rows() {
    return rows;
  }

  int[] counts() {
    return counts;
  }

  int[] actions() {
    return actions;
  }

  float[] logProbabilities() {
    return logProbabilities;
  }

  float[] advantages() {
    return advantages;
  }

  float[] returns() {
    return returns;
  }

  /** The steps at places {@code from} to {@code to}, exclusive, of the order. */
  Batch select(int[] order, int from, int to) {
    return select(order, from, to, maxCandidates);
  }

  private Batch select(int[] order, int from, int to, int candidates) {
    Batch part = new Batch(width, candidates, to - from);
    int stride = maxCandidates * width;
    int partStride = candidates * width;
    for (int i = from; i < to; i++) {
      int step = order[i];
      System.arraycopy(rows, step * stride, part.rows, (i - from) * partStride, partStride);
      part.counts[i - from] = counts[step];
      part.actions[i - from] = actions[step];
      part.logProbabilities[i - from] = logProbabilities[step];
      part.advantages[i - from] = advantages[step];
      part.returns[i - from] = returns[step];
    }
    return part;
  }

  /**
   * The same steps in parts of like numbers of candidates, so that little is padded: those of at
   * most {@link #SMALL}, and then up to twice as many in each further part. A batch that holds none
   * of more is its only part.
   */
  List<Batch> parts() {
    if (maxCandidates <= SMALL) {
      return List.of(this);
    }
    List<Batch> parts = new ArrayList<>();
    for (int least = 0, most = SMALL; least < maxCandidates; least = most, most *= 2) {
      int[] order = new int[steps()];
      int size = 0;
      int largest = 0;
      for (int step = 0; step < steps(); step++) {
        if (counts[step] > least && counts[step] <= most) {
          order[size++] = step;
          largest = Math.max(largest, counts[step]);
        }
      }
      if (size > 0) {
        parts.add(select(order, 0, size, largest));
      }
    }
    return parts;
  }

  /**
   * The same steps with advantages of mean 0 and deviation 1; those of a single step, or all equal,
   * only lose their mean.
   */
  Batch withNormalisedAdvantages() {
    ReturnScale scale = ReturnScale.of(advantages);
    return new Batch(this, scale.scaled(advantages));
  }

  /** Collects steps. */
  public static final class Builder {

    private final int width;
    private final List<Step> steps = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Step(
        float[] rows,
        int count,
        int action,
        double logProbability,
        double advantage,
        double value) {}

    private Builder(int width) {
      this.width = width;
    }

    /**
     * Adds a step.
     *
     * @param rows scaled state rows of the candidates, row after row; kept, not copied
     * @param count number of candidates, at least 1
     * @param action position of the chosen candidate
     * @param logProbability natural logarithm of the probability with which it was chosen
     * @param advantage return less baseline
     * @param stepReturn rewards from this step on, the critic's target
     * @throws IllegalArgumentException when a position or a length is wrong
     * @throws TrainingDivergedException when a number is NaN or infinite
     */
    public Builder add(
        float[] rows,
        int count,
        int action,
        double logProbability,
        double advantage,
        double stepReturn) {
      String step = "step " + steps.size();
      if (count < 1 || rows.length < count * width || action < 0 || action >= count) {
        throw new IllegalArgumentException(
            step
                + " has "
                + count
                + " candidates, "
                + rows.length
                + " values in rows of "
                + width
                + " and action "
                + action);
      }
      requireNumber(step, "log-probability", logProbability);
      requireNumber(step, "advantage", advantage);
      requireNumber(step, "return", stepReturn);
      for (int i = 0; i < count * width; i++) {
        requireNumber(step, "state row", rows[i]);
      }
      steps.add(new Step(rows, count, action, logProbability, advantage, stepReturn));
      return this;
    }

    /** Number of steps so far. */
    public int steps() {
      return steps.size();
    }

    /**
     * The batch of the steps added.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Batch build() {
      int max = steps.stream().mapToInt(Step::count).max().orElse(0);
      if (max == 0) {
        throw new IllegalArgumentException("a batch needs at least one step");
      }
      return build(max);
    }

    Batch build(int maxCandidates) {
      Batch batch = new Batch(width, maxCandidates, steps.size());
      for (int t = 0; t < steps.size(); t++) {
        Step step = steps.get(t);
        int at = t * maxCandidates * width;
        System.arraycopy(step.rows, 0, batch.rows, at, step.count * width);
        batch.counts[t] = step.count;
        batch.actions[t] = step.action;
        batch.logProbabilities[t] = (float) step.logProbability;
        batch.advantages[t] = (float) step.advantage;
        batch.returns[t] = (float) step.value;
      }
      return batch;
    }

    private static void requireNumber(String step, String what, double value) {
      if (!Float.isFinite((float) value)) {
        throw new TrainingDivergedException(step + " of the batch: " + what + " is " + value);
      }
    }
  }
}
