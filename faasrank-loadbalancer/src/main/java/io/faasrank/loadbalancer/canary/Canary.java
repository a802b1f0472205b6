package io.faasrank.loadbalancer.canary;

import io.faasrank.canary.Arm;
import io.faasrank.canary.Blocks;
import io.faasrank.canary.Trial;
import io.faasrank.canary.TrialVerdict;
import io.faasrank.loadbalancer.model.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The trial that this controller takes part in, if any: tells whose turn it is, by the wall clock,
 * and counts what each block brings. Reading it costs a volatile read and a look at the clock.
 */
public final class Canary {

  /**
   * @param candidate the model on trial; null where that is the one in service
   * @param verdict running, until Redis says otherwise
   */
  private record Present(Trial trial, @Nullable Served candidate, TrialVerdict verdict) {}

  private final LongSupplier epochMillis;
  private volatile @Nullable Present present;
  private final BooleanSupplier active;
  private final ConcurrentNavigableMap<Long, BlockCount> counts = new ConcurrentSkipListMap<>();

  /** For where no trial ever takes place. */
  public static final Canary NONE = new Canary(() -> 0, () -> false);

  /**
   * @param epochMillis the wall clock, in milliseconds since 1970
   * @param active whether arms take turns now, which mode canary says; else nothing is counted
   */
  public Canary(LongSupplier epochMillis, BooleanSupplier active) {
    this.epochMillis = epochMillis;
    this.active = active;
  }

  /** A trial begins, or goes on after a restart. */
  public void begin(Trial trial, @Nullable Served candidate) {
    counts.clear();
    present = new Present(trial, candidate, TrialVerdict.RUNNING);
  }

  /** The trial has this verdict from now on. */
  public void rule(TrialVerdict verdict) {
    Present now = present;
    if (now != null) {
      present = new Present(now.trial, now.candidate, verdict);
    }
  }

  /** There is no trial any more. */
  public void end() {
    present = null;
    counts.clear();
  }

  /** The trial that Redis holds; null if none. */
  public @Nullable Trial trial() {
    Present now = present;
    return now == null ? null : now.trial;
  }

  /** Whether the policy places in mode canary now; hashing does where there is no trial. */
  public boolean asksPolicy() {
    Present now = present;
    return now != null
        && (now.trial.control() == Trial.Control.SERVING || arm(now) == Arm.CANDIDATE);
  }

  /** The model that scores in mode canary now; null for the one in service. */
  public @Nullable Served candidate() {
    Present now = present;
    return active.getAsBoolean() && now != null && arm(now) == Arm.CANDIDATE ? now.candidate : null;
  }

  /** 1 in a block of the candidate, else 0. */
  public int candidatesTurn() {
    Present now = present;
    return active.getAsBoolean() && now != null && arm(now) == Arm.CANDIDATE ? 1 : 0;
  }

  /** Where an activation that begins now is counted; null in a wash-out and without a trial. */
  public @Nullable BlockCount count() {
    Present now = present;
    if (now == null || now.verdict != TrialVerdict.RUNNING || !active.getAsBoolean()) {
      return null;
    }
    Blocks blocks = now.trial.blocks();
    long millis = epochMillis.getAsLong();
    if (!blocks.counts(millis)) {
      return null;
    }
    long block = blocks.block(millis);
    BlockCount count = counts.get(block);
    return count != null ? count : counts.computeIfAbsent(block, BlockCount::new);
  }

  /** The blocks counted and not forgotten, in order. */
  public List<BlockCount> counted() {
    return new ArrayList<>(counts.values());
  }

  /** The block is closed: what still ends of it is not counted. */
  public void forget(long block) {
    counts.remove(block);
  }

  private Arm arm(Present now) {
    return switch (now.verdict) {
      case RUNNING -> now.trial.blocks().arm(now.trial.blocks().block(epochMillis.getAsLong()));
      case PROMOTED -> Arm.CANDIDATE;
      case DEMOTED, STOPPED -> Arm.CONTROL;
    };
  }
}
