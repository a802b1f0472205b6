package io.faasrank.workload;

/**
 * A part of a record by the order of its invocations, and how much of it makes a workload.
 *
 * @param from share of the invocations that come before it, 0 up to but not including 1
 * @param to share of the invocations up to its end, above {@code from}, at most 1
 * @param window invocations of a workload, unless the user says; 0 for all
 */
public record RecordPart(double from, double to, int window) {

  /** All of a record in one workload. */
  public static final RecordPart ALL = new RecordPart(0, 1, 0);

  /** Invocations of a training's episode. Chosen: as many as in M1 to M10. */
  private static final int EPISODE = 300;

  /** What a training learns from. The share is unmeasured, the customary one. */
  public static final RecordPart TRAINING = new RecordPart(0, 0.8, EPISODE);

  /** What it keeps apart to choose the model by: the end, which comes after all it learns from. */
  public static final RecordPart VALIDATION = new RecordPart(0.8, 1, EPISODE);

  public RecordPart {
    if (!(0 <= from && from < to && to <= 1)) {
      throw new IllegalArgumentException("no part of a record: " + from + " to " + to);
    }
  }
}
