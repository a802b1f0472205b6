package io.faasrank.testbed.train;

import io.faasrank.event.EndedHow;
import io.faasrank.event.Placed;
import io.faasrank.event.PolicySaid;
import io.faasrank.loadbalancer.decision.Choice;
import io.faasrank.policy.Decision;
import org.jspecify.annotations.Nullable;

/** An activation of an episode, as the log tells it bit by bit. */
final class EpisodeActivation {

  private static final float[] NO_ROWS = {};

  private final Placed placed;
  private final double placedMillis;
  private double endMillis = Double.NaN;
  private float[] rows = NO_ROWS;
  private int position;

  EpisodeActivation(Placed placed, double placedMillis) {
    this.placed = placed;
    this.placedMillis = placedMillis;
  }

  /**
   * It is over. One that failed took its time limit, however soon it failed: an invoker that fails
   * at once is not fast.
   */
  void end(EndedHow how, double epochMillis) {
    long took = Math.max(0, Math.round(epochMillis - placedMillis));
    endMillis =
        how.failed()
            ? placedMillis + how.chargedMillis(took, placed.timeLimitMillis())
            : Math.max(placedMillis, epochMillis);
  }

  /** What its decision saw was rebuilt to the bit. */
  void rebuilt(Choice again, Decision decision) {
    PolicySaid said = placed.said();
    boolean same =
        said != null
            && placed.placer().equals(said.policy())
            && said.invoker() == placed.invoker()
            && again.invoker() == said.invoker()
            && decision.count() == said.candidates();
    if (same) {
      rows = decision.encodedRows();
      position = decision.chosenIndex();
    }
  }

  Placed placed() {
    return placed;
  }

  double placedMillis() {
    return placedMillis;
  }

  /** When it ended, milliseconds since 1970; NaN before that. */
  double endMillis() {
    return endMillis;
  }

  /** What the policy that placed it said; null where it did not place it. */
  @Nullable PolicySaid said() {
    PolicySaid said = placed.said();
    return said != null && placed.placer().equals(said.policy()) ? said : null;
  }

  /** Whether its decision was rebuilt, and the log has the probability of its choice. */
  boolean canBeLearntFrom() {
    return rows.length > 0 && propensity() > 0;
  }

  /** Scaled rows of its candidates, empty where they could not be rebuilt. */
  float[] rows() {
    return rows;
  }

  /** Index of the chosen candidate among them. */
  int position() {
    return position;
  }

  /** The probability with which it was executed: that of its placer and that of the choice. */
  double propensity() {
    PolicySaid said = placed.said();
    return said == null ? Double.NaN : said.propensity() * placed.placerProbability();
  }
}
