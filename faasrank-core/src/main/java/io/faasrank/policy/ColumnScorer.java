package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.InvokerChanges;
import io.faasrank.feature.BoundedColumns;
import io.faasrank.feature.ColumnForm;
import io.faasrank.feature.Scaler;
import io.faasrank.feature.StateEncoder;
import io.faasrank.feature.ValueCounts;
import io.faasrank.model.ColumnNetwork;
import io.faasrank.model.ColumnWork;
import io.faasrank.model.Model;
import io.faasrank.model.ScoreNetwork;
import java.util.Arrays;

/**
 * Scores many candidates column by column with what was kept of their invokers, then those that
 * could be the best row by row. The first pass is off by rounding only, by {@link
 * ColumnNetwork#error} at most; whoever lies within twice that of the best is scored again as a
 * row, so that the highest score, and who has it, are exactly those of scoring every row. Blocks of
 * few candidates are scored as rows at once. Of one thread.
 */
final class ColumnScorer {

  private static final int BLOCK = ColumnNetwork.BLOCK;

  /** A block of 256 costs as much as about so many rows. */
  private static final int FEW = 32;

  /** Rows scored at once, so that they stay in the nearest cache. */
  private static final int ROWS = 32;

  private final Model model;
  private final StateEncoder encoder;
  private final ColumnNetwork network;
  private final KeptShares kept;
  private final ColumnForm form;
  private final int[] shared;
  private final int[] mixed;
  private final float reach;
  private final float[] sharedRow;
  private final float[] common = new float[ScoreNetwork.HIDDEN1];
  private final float[] blockCommon = new float[ScoreNetwork.HIDDEN1];
  private final BoundedColumns values;
  private final int[] varying;
  private final float[][] varyingValues;
  private final ColumnWork work = new ColumnWork();
  private final float[] blockScores = new float[BLOCK];
  private final float[] rows;
  private final int[] rowPositions = new int[ROWS];
  private final int[] rowIndices = new int[ROWS];
  private final float[] rowScores = new float[ROWS];
  private final ValueCounts rowCounts = new ValueCounts();
  private final boolean[] isCandidate = new boolean[BLOCK];
  private int sharedLost;
  private int clipped;
  private int unknown;
  private float best;

  ColumnScorer(Model model, ColumnNetwork network) {
    this.model = model;
    this.network = network;
    encoder = new StateEncoder(model.schema());
    kept = new KeptShares(model, network);
    form = model.schema().columnForm();
    shared = form.shared();
    mixed = form.mixed();
    reach = 2 * network.error(model.schema().clip());
    sharedRow = new float[model.schema().width()];
    values = new BoundedColumns(mixed.length, BLOCK);
    varying = new int[mixed.length];
    varyingValues = new float[mixed.length][];
    rows = new float[ROWS * model.schema().width()];
  }

  /** Fills scores and counts of the decision. */
  void score(ClusterView view, InvokerChanges changes, Action action, Decision decision) {
    kept.follow(view, changes, action);
    int count = decision.count();
    int[] candidates = decision.candidates();
    clipped = 0;
    unknown = 0;
    best = Float.NEGATIVE_INFINITY;
    readShared(view, action, candidates);
    for (int from = 0; from < count; ) {
      int block = candidates[from] / BLOCK;
      int to = from + 1;
      while (to < count && candidates[to] < (block + 1) * BLOCK) {
        to++;
      }
      if (to - from < FEW) {
        scoreRows(view, action, candidates, from, to, decision.scores());
      } else {
        scoreBlock(view, action, block, candidates, from, to, decision.scores());
      }
      from = to;
    }
    decision.counts().set(count * model.schema().width(), clipped, unknown);
    scoreBestAgain(view, action, candidates, count, decision.scores());
  }

  private void readShared(ClusterView view, Action action, int[] candidates) {
    encoder.encode(view, action, candidates, 1, sharedRow);
    Arrays.fill(common, 0);
    sharedLost = kept.add(shared, sharedRow, common);
  }

  private void scoreBlock(
      ClusterView view,
      Action action,
      int block,
      int[] candidates,
      int from,
      int to,
      float[] scores) {
    int first = block * BLOCK;
    int inBlock = Math.min(BLOCK, view.size() - first);
    form.write(view, action, first, inBlock, kept.numbers(block), values);
    markCandidates(candidates, from, to, first);
    int lostInBlock = (to - from) * sharedLost;
    System.arraycopy(common, 0, blockCommon, 0, common.length);
    int count = 0;
    for (int m = 0; m < mixed.length; m++) {
      int column = mixed[m];
      boolean within = isWithin(column, values.least(m)) && isWithin(column, values.greatest(m));
      if (within && values.isConstant(m)) {
        network.add(column, model.scaler().deviations(column, values.least(m)), blockCommon);
        continue;
      }
      if (within) {
        scale(
            values.values(m),
            model.scaler().meanOf(column),
            model.scaler().inverseDeviationOf(column),
            inBlock);
      } else {
        lostInBlock += scale(column, values.values(m), inBlock);
      }
      varying[count] = column;
      varyingValues[count] = values.values(m);
      count++;
    }
    network.forward(
        kept.shares(block), blockCommon, varying, varyingValues, count, work, blockScores);
    int[] lost = kept.lost(block);
    float highest = best;
    for (int c = from; c < to; c++) {
      int at = candidates[c] - first;
      float score = blockScores[at];
      scores[c] = score;
      // a branch that is seldom taken costs less than Math.max
      if (score > highest) {
        highest = score;
      }
      lostInBlock += lost[at];
    }
    best = highest;
    clipped += KeptShares.clipped(lostInBlock);
    unknown += KeptShares.unknown(lostInBlock);
  }

  private boolean isWithin(int column, float value) {
    return Math.abs(model.scaler().deviations(column, value)) <= model.schema().clip();
  }

  private void markCandidates(int[] candidates, int from, int to, int first) {
    Arrays.fill(isCandidate, false);
    for (int c = from; c < to; c++) {
      isCandidate[candidates[c] - first] = true;
    }
  }

  private static void scale(float[] raw, float mean, float inverse, int count) {
    for (int i = 0; i < count; i++) {
      raw[i] = (raw[i] - mean) * inverse;
    }
  }

  /** Scales a mixed column in place; returns how many values of candidates were lost. */
  private int scale(int column, float[] raw, int count) {
    Scaler scaler = model.scaler();
    float mean = scaler.meanOf(column);
    float inverse = scaler.inverseDeviationOf(column);
    float clip = model.schema().clip();
    int found = 0;
    for (int i = 0; i < count; i++) {
      float value = (raw[i] - mean) * inverse;
      if (Math.abs(value) <= clip) {
        raw[i] = value;
      } else {
        raw[i] = KeptShares.within(value, clip);
        found += isCandidate[i] ? KeptShares.lostAs(value) : 0;
      }
    }
    return found;
  }

  private void scoreRows(
      ClusterView view, Action action, int[] candidates, int from, int to, float[] scores) {
    for (int c = from; c < to; c++) {
      rowIndices[c - from] = c;
    }
    scoreRows(view, action, candidates, to - from, scores);
    clipped += rowCounts.clipped();
    unknown += rowCounts.unknown();
    for (int c = from; c < to; c++) {
      best = Math.max(best, scores[c]);
    }
  }

  private void scoreBestAgain(
      ClusterView view, Action action, int[] candidates, int count, float[] scores) {
    float least = best - reach;
    int found = 0;
    for (int c = 0; c < count; c++) {
      if (scores[c] >= least) {
        rowIndices[found++] = c;
        if (found == ROWS) {
          scoreRows(view, action, candidates, found, scores);
          found = 0;
        }
      }
    }
    scoreRows(view, action, candidates, found, scores);
  }

  /** Scores the candidates of {@link #rowIndices} as any few are scored. */
  private void scoreRows(
      ClusterView view, Action action, int[] candidates, int count, float[] scores) {
    for (int i = 0; i < count; i++) {
      rowPositions[i] = candidates[rowIndices[i]];
    }
    encoder.encode(view, action, rowPositions, count, rows);
    model.scaler().scale(rows, count, model.schema().clip(), rowCounts);
    model.actor().forward(rows, count, rowScores);
    for (int i = 0; i < count; i++) {
      scores[rowIndices[i]] = rowScores[i];
    }
  }

  /** Whether it scores for this model. */
  @SuppressWarnings("ReferenceEquality") // the same model, not an equal one
  boolean isOf(Model other) {
    return model == other;
  }
}
