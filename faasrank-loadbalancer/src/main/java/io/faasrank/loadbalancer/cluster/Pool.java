package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.CoprimeSteps;
import java.util.stream.IntStream;

/**
 * The invokers that an activation may go to, managed or blackbox, as invoker supervision saw them
 * at one moment. Positions are from 0; {@code offset + position} is the invoker's number. A new one
 * is made when an invoker's health changes, not per activation. Immutable.
 */
public final class Pool {

  private final boolean blackbox;
  private final int offset;
  private final boolean[] usable;
  private final int[] memoryMb;
  private final CoprimeSteps steps;
  private final int[] unusable;

  /**
   * @param blackbox whether these are the invokers for blackbox actions
   * @param offset number of the first invoker
   * @param usable by position, whether the invoker may be given work; kept, not copied
   * @param memoryMb by position, memory for action containers in MB; kept, not copied
   */
  public Pool(boolean blackbox, int offset, boolean[] usable, int[] memoryMb) {
    if (usable.length != memoryMb.length) {
      throw new IllegalArgumentException(
          "pool of " + usable.length + " invokers with memory of " + memoryMb.length);
    }
    this.blackbox = blackbox;
    this.offset = offset;
    this.usable = usable;
    this.memoryMb = memoryMb;
    this.steps = CoprimeSteps.of(usable.length);
    this.unusable =
        IntStream.range(0, usable.length)
            .filter(position -> !usable[position])
            .map(this::invoker)
            .toArray();
  }

  /** The pool in which invokers, by number, are not usable. */
  Pool without(boolean[] left) {
    boolean[] remaining = usable.clone();
    for (int position = 0; position < remaining.length; position++) {
      int invoker = invoker(position);
      remaining[position] &= !(invoker < left.length && left[invoker]);
    }
    return new Pool(blackbox, offset, remaining, memoryMb);
  }

  public boolean blackbox() {
    return blackbox;
  }

  public int size() {
    return usable.length;
  }

  /** The invoker's number. */
  public int invoker(int position) {
    return offset + position;
  }

  public boolean usable(int position) {
    return usable[position];
  }

  public int memoryMb(int position) {
    return memoryMb[position];
  }

  /** Numbers of the invokers that are not usable. */
  int[] unusable() {
    return unusable;
  }

  /** The steps of OpenWhisk's walks over the pool. */
  CoprimeSteps steps() {
    return steps;
  }
}
