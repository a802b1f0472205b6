package io.faasrank.policy;

import io.faasrank.feature.Feature;
import io.faasrank.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Why a decision went the way it did: all candidates with their scores, and the features that moved
 * the chosen one's score most. It allocates and sorts, so it is for decisions that someone reads.
 *
 * <p>The contribution of a feature is found by occlusion: the chosen row's score minus its score
 * with that feature replaced by the mean of all candidates' rows. A feature that is the same for
 * all candidates, such as those of the action, thus contributes nothing. A single candidate is
 * compared to the training mean instead. Contributions do not add up to the score, since the
 * network is not linear; the paper explains no decision, so this is a choice of this program.
 *
 * @param ranking the candidates, best first, equal ones by position
 * @param chosen the candidate chosen, which need not be the first
 * @param effects at most {@link #EFFECTS} features that moved the chosen one's score, largest
 *     magnitude first; empty when the decision's scorer encodes no rows
 * @param overloaded whether no candidate had free memory
 */
public record Explanation(
    List<Candidate> ranking, Candidate chosen, List<FeatureEffect> effects, boolean overloaded) {

  /** Most features named. */
  public static final int EFFECTS = 3;

  /** Most candidates in the log line. Chosen: what a terminal shows in two lines. */
  private static final int LISTED = 10;

  /**
   * One candidate.
   *
   * @param position of the invoker in the view
   * @param score as the scorer gave it
   * @param probability of a draw from the softmax over all scores (Eq. 4), 0 to 1
   */
  public record Candidate(int position, float score, float probability) {

    /** For instance {@code 3: 1.25 (p 0.41)}. */
    private String line(int first) {
      return first
          + position
          + ": "
          + FeatureEffect.number(score)
          + " (p "
          + FeatureEffect.number(probability)
          + ")";
    }
  }

  public Explanation {
    ranking = List.copyOf(ranking);
    effects = List.copyOf(effects);
  }

  /**
   * Explains a decision of a learned policy, before its decision is used again.
   *
   * @param model the model that scored it
   * @param index the chosen candidate's index; its own choice or another, where a caller had to go
   *     on to the next
   * @throws IllegalArgumentException when there is no such index, or the decision's rows are not of
   *     the model's schema
   */
  public static Explanation of(Model model, Decision decision, int index) {
    Explanation scores = of(decision, index);
    float[] rows = rows(model, decision);
    int count = decision.count();
    List<FeatureEffect> effects =
        effects(model, row(model, rows, index), reference(model, rows, count));
    return new Explanation(scores.ranking, scores.chosen, effects, scores.overloaded);
  }

  /**
   * Why not that one: what sets another candidate's score apart from the chosen one's. The
   * contribution of a feature is the other's score minus its score with that feature as the chosen
   * one has it, so that a negative one spoke against the other.
   *
   * @param index the chosen candidate's index
   * @param other the other's
   * @return at most {@link #EFFECTS}, largest magnitude first
   * @throws IllegalArgumentException as {@link #of(Model, Decision, int)}
   */
  public static List<FeatureEffect> against(Model model, Decision decision, int index, int other) {
    requireIndex(decision, index);
    requireIndex(decision, other);
    float[] rows = rows(model, decision);
    return effects(model, row(model, rows, other), row(model, rows, index));
  }

  private static float[] rows(Model model, Decision decision) {
    float[] rows = decision.encodedRows();
    if (rows.length != decision.count() * model.schema().width()) {
      throw new IllegalArgumentException(
          "decision has "
              + rows.length
              + " values for "
              + decision.count()
              + " rows, schema "
              + model.schema().schemaName()
              + " has "
              + model.schema().width()
              + " columns");
    }
    return rows;
  }

  private static float[] row(Model model, float[] rows, int index) {
    int width = model.schema().width();
    return Arrays.copyOfRange(rows, index * width, (index + 1) * width);
  }

  /** The mean of all candidates' rows; of a single candidate the training mean. */
  private static float[] reference(Model model, float[] rows, int count) {
    float[] reference = new float[model.schema().width()];
    for (int f = 0; f < reference.length; f++) {
      reference[f] = count == 1 ? Feature.NEUTRAL : mean(rows, count, reference.length, f);
    }
    return reference;
  }

  /**
   * Explains a decision by its scores alone.
   *
   * @throws IllegalArgumentException when there is no such index
   */
  public static Explanation of(Decision decision, int index) {
    requireIndex(decision, index);
    int count = decision.count();
    float[] probabilities = Softmax.probabilities(decision.scores(), count, new float[count]);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      candidates.add(
          new Candidate(decision.candidates()[i], decision.scores()[i], probabilities[i]));
    }
    Candidate chosen = candidates.get(index);
    candidates.sort(Comparator.comparingDouble(candidate -> -candidate.score()));
    return new Explanation(candidates, chosen, List.of(), decision.overloaded());
  }

  /**
   * One line for a log: the chosen invoker, what moved its score, and the best candidates.
   *
   * @param first number of the invoker at position 0, so that the line tells invokers' numbers
   */
  public String line(int first) {
    StringBuilder line = new StringBuilder("invoker ").append(chosen.line(first));
    line.append(", rank ").append(1 + ranking.indexOf(chosen)).append(" of ");
    line.append(ranking.size()).append(overloaded ? ", none with free memory" : "");
    String separator = "; moved by ";
    for (FeatureEffect effect : effects) {
      line.append(separator).append(effect);
      separator = ", ";
    }
    separator = "; candidates ";
    for (Candidate candidate : ranking.subList(0, Math.min(LISTED, ranking.size()))) {
      line.append(separator).append(candidate.line(first));
      separator = ", ";
    }
    if (ranking.size() > LISTED) {
      line.append(" and ").append(ranking.size() - LISTED).append(" more");
    }
    return line.toString();
  }

  private static void requireIndex(Decision decision, int index) {
    if (index < 0 || index >= decision.count()) {
      throw new IllegalArgumentException(
          "index " + index + " of a decision with " + decision.count() + " candidates");
    }
  }

  /** What each feature moves when it takes the place of the reference's. */
  private static List<FeatureEffect> effects(Model model, float[] row, float[] reference) {
    int width = row.length;
    float[] occluded = new float[(width + 1) * width];
    for (int f = 0; f < width; f++) {
      System.arraycopy(row, 0, occluded, f * width, width);
      occluded[f * width + f] = reference[f];
    }
    System.arraycopy(row, 0, occluded, width * width, width);
    float[] scores = new float[width + 1];
    model.actor().forward(occluded, width + 1, scores);
    List<FeatureEffect> effects = new ArrayList<>();
    for (int f = 0; f < width; f++) {
      float contribution = scores[width] - scores[f];
      if (contribution != 0) {
        float scaled = row[f];
        effects.add(
            new FeatureEffect(
                model.schema().features().get(f),
                scaled,
                model.scaler().unscale(f, scaled),
                model.schema().clip(),
                contribution));
      }
    }
    effects.sort(Comparator.comparingDouble(effect -> -Math.abs(effect.contribution())));
    return effects.subList(0, Math.min(EFFECTS, effects.size()));
  }

  private static float mean(float[] rows, int count, int width, int column) {
    double sum = 0;
    for (int r = 0; r < count; r++) {
      sum += rows[r * width + column];
    }
    return (float) (sum / count);
  }
}
