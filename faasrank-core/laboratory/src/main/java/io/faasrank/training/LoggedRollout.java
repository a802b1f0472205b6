package io.faasrank.training;

import io.faasrank.feature.FeatureSchema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * One episode of a running system, as its log tells it: for each activation when it was placed and
 * when it ended, and where it was placed by a draw from the scores of known rows, these rows, the
 * choice and the probability with which it was made. To be told in any order.
 */
public final class LoggedRollout {

  private static final float[] NO_ROWS = {};

  /** A placement; one without rows is not learnt from. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record LoggedStep(double seconds, float[] rows, int position, double probability) {}

  private final FeatureSchema schema;
  private final List<LoggedStep> placements = new ArrayList<>();
  private final List<Double> ends = new ArrayList<>();

  /**
   * @param schema of the rows
   */
  public LoggedRollout(FeatureSchema schema) {
    this.schema = schema;
  }

  /**
   * An activation that a draw placed: a step to learn from.
   *
   * @param seconds when it was placed, from the start of the episode
   * @param rows scaled rows of the candidates, row after row; kept, not copied
   * @param position of the chosen candidate
   * @param probability with which it was chosen, above 0
   * @param endSeconds when it ended, not before it was placed
   */
  public void drawn(
      double seconds, float[] rows, int position, double probability, double endSeconds) {
    if (!(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException("a choice was made with probability " + probability);
    }
    add(new LoggedStep(seconds, rows, position, probability), endSeconds);
  }

  /** An activation that was placed otherwise: only what it cost counts. */
  public void placed(double seconds, double endSeconds) {
    add(new LoggedStep(seconds, NO_ROWS, 0, 1), endSeconds);
  }

  private void add(LoggedStep step, double endSeconds) {
    if (!(step.seconds >= 0 && endSeconds >= step.seconds)) {
      throw new IllegalArgumentException(
          "an activation placed at " + step.seconds + " s ended at " + endSeconds + " s");
    }
    placements.add(step);
    ends.add(endSeconds);
  }

  /** Activations. */
  public int size() {
    return placements.size();
  }

  /** Steps to learn from. */
  public int learntFrom() {
    return (int) placements.stream().filter(LoggedRollout::kept).count();
  }

  private static boolean kept(LoggedStep step) {
    return step.rows.length > 0;
  }

  /** The episode's return: minus the sum of the times from placement to end, in seconds. */
  public double totalReward() {
    return trajectory().totalReward();
  }

  /** The same as a simulated episode would have left. */
  Trajectory trajectory() {
    List<LoggedStep> inOrder = new ArrayList<>(placements);
    inOrder.sort(Comparator.comparingDouble(LoggedStep::seconds));
    BitSet kept = new BitSet(inOrder.size());
    for (int i = 0; i < inOrder.size(); i++) {
      kept.set(i, kept(inOrder.get(i)));
    }
    List<Double> endsInOrder = ends.stream().sorted().toList();
    TrajectoryRecorder recorder =
        new TrajectoryRecorder(new Trajectory(schema, inOrder.size(), kept));
    int ended = 0;
    for (LoggedStep each : inOrder) {
      while (endsInOrder.get(ended) < each.seconds) {
        recorder.completed(endsInOrder.get(ended++));
      }
      recorder.decided(each.seconds, each.rows, each.position, each.probability);
    }
    for (double end : endsInOrder.subList(ended, endsInOrder.size())) {
      recorder.completed(end);
    }
    return recorder.finish();
  }
}
