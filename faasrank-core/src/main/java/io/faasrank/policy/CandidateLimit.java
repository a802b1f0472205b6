package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import org.jspecify.annotations.Nullable;

/**
 * Which invokers a decision scores in a large cluster, so that its cost stays near that of a small
 * one: retrieve, then rank. One pass over all invokers that have memory keeps at most k by a cheap
 * key, and only those are encoded and scored.
 *
 * <p>Half of the k, rounded up, are the best by {@code familiar}: where the action's containers are
 * warm or soon will be. The other half are the best of the rest by {@code room}: the way out for an
 * action that keeps its own invokers busy. Both keys are defined in docs/policies.md. The pass
 * begins at an invoker drawn at random, so that decisions at the same time do not all offer the
 * same empty ones.
 *
 * <p>Both keys are shares of memory, which do not tell that a large empty invoker has more cores
 * than a small empty one. {@link #AUTO} therefore sees how unlike the invokers are and takes k of
 * each kind, all of them in a small cluster or where there are many kinds.
 *
 * <p>The paper scores every invoker; this is a choice of this program, and so are the constants:
 * docs/performance.md says how they were chosen and what was measured. Immutable.
 */
public final class CandidateLimit {

  /** No limit: every invoker that has memory is a candidate. */
  public static final CandidateLimit NONE = new CandidateLimit(0, false);

  /** So many of each kind that {@link #AUTO} sees. On equal invokers 16 were no better. */
  private static final int OF_EACH_KIND = 8;

  /** Up to so many invokers {@link #AUTO} leaves out none: on 20 and 50 it is no better. */
  private static final int SMALL = 64;

  /** A limit by how many and how unlike the invokers are. */
  public static final CandidateLimit AUTO = new CandidateLimit(OF_EACH_KIND, true);

  private static final String ALL_NAME = "all";
  private static final String AUTO_NAME = "auto";

  private final int most;
  private final boolean byKind;

  private CandidateLimit(int most, boolean byKind) {
    this.most = most;
    this.byKind = byKind;
  }

  /**
   * A limit.
   *
   * @param most k, 0 for {@link #NONE}
   * @throws IllegalArgumentException when it is negative
   */
  public static CandidateLimit of(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("expected 0 or more candidates, found " + most);
    }
    return most == 0 ? NONE : new CandidateLimit(most, false);
  }

  /**
   * Reads a limit as it is written in configurations and on the command line: {@code auto}, {@code
   * all}, or a number of which 0 is all.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  public static CandidateLimit parse(String text) {
    if (text.equals(AUTO_NAME)) {
      return AUTO;
    }
    if (text.equals(ALL_NAME)) {
      return NONE;
    }
    try {
      return of(Integer.parseInt(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "expected auto, all or a number of 0 or more, found '" + text + "'", e);
    }
  }

  /** Whether a decision among so many invokers looks at all of them, whatever they are. */
  boolean allows(int invokers) {
    return most == 0 || invokers <= (byKind ? SMALL : most);
  }

  /** Whether it may leave out any of these invokers. */
  boolean suits(Shortlist invokers) {
    return !byKind || invokers.fewKinds();
  }

  /** Most candidates it collects. */
  int room() {
    return byKind ? most * Shortlist.KINDS : most;
  }

  /**
   * Collects the candidates by {@link Shortlist#collect}.
   *
   * @return how many, 0 when no usable invoker has memory for the action, or is large enough
   */
  int collect(
      Shortlist invokers,
      ClusterView view,
      Action action,
      boolean overloaded,
      int[] candidates,
      float[] keys,
      int start) {
    return invokers.collect(view, action, most, byKind, overloaded, candidates, keys, start);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CandidateLimit limit && most == limit.most && byKind == limit.byKind;
  }

  @Override
  public int hashCode() {
    return 2 * most + (byKind ? 1 : 0);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return byKind ? AUTO_NAME : most == 0 ? ALL_NAME : Integer.toString(most);
  }
}
