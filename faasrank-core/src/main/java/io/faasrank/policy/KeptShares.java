package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.InvokerChanges;
import io.faasrank.feature.BoundedColumns;
import io.faasrank.feature.ColumnForm;
import io.faasrank.feature.Feature;
import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.Scaler;
import io.faasrank.feature.StateEncoder;
import io.faasrank.model.ColumnNetwork;
import io.faasrank.model.Model;
import io.faasrank.model.ScoreNetwork;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a model has worked out of each invoker of a view, kept from one decision to the next and
 * updated where the invoker has changed: the share of the invoker's own columns in the first layer,
 * how many of them were clipped or unknown, and the numbers of {@link ColumnForm}. By blocks of
 * invokers, column by column. Of one thread and one model: 128 to 168 bytes an invoker.
 */
final class KeptShares {

  private static final int BLOCK = ColumnNetwork.BLOCK;

  /** Counts of clipped values lie above those of unknown ones in one number. */
  private static final int CLIPPED_UNIT = 1 << 16;

  /**
   * Changes of a block after which its bounds are worked out anew. Chosen: to cost next to nothing.
   */
  private static final int LOOSE = 2048;

  private final FeatureSchema schema;
  private final Scaler scaler;
  private final StateEncoder encoder;
  private final ColumnNetwork network;
  private final ColumnForm form;
  private final int[] own;
  private final float[] row;
  private final float[] sums = new float[ScoreNetwork.HIDDEN1];
  private final int[] position = new int[1];
  private @Nullable Object layout;
  private int size;
  private int[] seen = new int[0];
  private float[][][] shares = new float[0][][];
  private BoundedColumns[] numbers = new BoundedColumns[0];
  private int[] changes = new int[0];
  private int[][] lost = new int[0][];

  KeptShares(Model model, ColumnNetwork network) {
    this.schema = model.schema();
    this.scaler = model.scaler();
    this.encoder = new StateEncoder(schema);
    this.network = network;
    this.form = schema.columnForm();
    this.own = form.own();
    this.row = new float[schema.width()];
  }

  /** Brings everything up to the view's state. */
  void follow(ClusterView view, InvokerChanges changes, Action action) {
    int[] now = changes.numbers();
    if (layout != changes.layout() || size != view.size()) {
      begin(changes.layout(), view.size());
      for (int i = 0; i < size; i++) {
        update(view, action, i, now[i]);
      }
      return;
    }
    int at = Arrays.mismatch(seen, 0, size, now, 0, size);
    while (at >= 0) {
      update(view, action, at, now[at]);
      int next = Arrays.mismatch(seen, at + 1, size, now, at + 1, size);
      at = next < 0 ? next : at + 1 + next;
    }
  }

  private void begin(Object newLayout, int newSize) {
    layout = newLayout;
    size = newSize;
    if (seen.length < size) {
      int blocks = (size + BLOCK - 1) / BLOCK;
      int before = shares.length;
      seen = new int[blocks * BLOCK];
      shares = Arrays.copyOf(shares, blocks);
      numbers = Arrays.copyOf(numbers, blocks);
      changes = Arrays.copyOf(changes, blocks);
      lost = Arrays.copyOf(lost, blocks);
      for (int b = before; b < blocks; b++) {
        shares[b] = ColumnNetwork.newBlock();
        numbers[b] = new BoundedColumns(form.keptNumbers(), BLOCK);
        lost[b] = new int[BLOCK];
      }
    }
    for (BoundedColumns block : numbers) {
      block.clearBounds();
    }
  }

  private void update(ClusterView view, Action action, int invoker, int number) {
    int block = invoker / BLOCK;
    int at = invoker % BLOCK;
    position[0] = invoker;
    encoder.encode(view, action, position, 1, row);
    network.begin(sums);
    lost[block][at] = add(own, row, sums);
    float[][] share = shares[block];
    for (int j = 0; j < sums.length; j++) {
      share[j][at] = sums[j];
    }
    form.keep(view, invoker, numbers[block], at);
    seen[invoker] = number;
    if (++changes[block] >= LOOSE) {
      changes[block] = 0;
      numbers[block].tighten(Math.min(BLOCK, size - block * BLOCK));
    }
  }

  /**
   * Adds some columns of a raw row to sums of the first layer.
   *
   * @return how many of them were lost, for {@link #clipped} and {@link #unknown}
   */
  int add(int[] columns, float[] raw, float[] toSums) {
    int found = 0;
    float clip = schema.clip();
    for (int column : columns) {
      float value = scaler.deviations(column, raw[column]);
      if (!(Math.abs(value) <= clip)) {
        found += lostAs(value);
        value = within(value, clip);
      }
      network.add(column, value, toSums);
    }
    return found;
  }

  /** What a value beyond the bound counts. */
  static int lostAs(float value) {
    return Float.isFinite(value) ? CLIPPED_UNIT : 1;
  }

  /** What stands for a value beyond the bound: the bound, or what stands for the unknown. */
  static float within(float value, float clip) {
    return Float.isFinite(value) ? Math.copySign(clip, value) : Feature.NEUTRAL;
  }

  static int clipped(int lost) {
    return lost / CLIPPED_UNIT;
  }

  static int unknown(int lost) {
    return lost % CLIPPED_UNIT;
  }

  float[][] shares(int block) {
    return shares[block];
  }

  BoundedColumns numbers(int block) {
    return numbers[block];
  }

  /** How many of an invoker's own columns were lost, by its place in the block. */
  int[] lost(int block) {
    return lost[block];
  }
}
