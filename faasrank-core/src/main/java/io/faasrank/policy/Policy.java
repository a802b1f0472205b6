package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import java.util.SplittableRandom;

/**
 * A scheduling policy: a scorer and a selector (Score-Rank-Select, Section IV-B). Thread-safe when
 * each thread brings its own decision and random generator.
 *
 * @param name the name in configuration, command line, tables and docs
 * @param limit which candidates are scored
 */
public record Policy(String name, Scorer scorer, Selector selector, CandidateLimit limit) {

  /** A policy that scores every invoker that has memory. */
  public Policy(String name, Scorer scorer, Selector selector) {
    this(name, scorer, selector, CandidateLimit.NONE);
  }

  /** The same rule over the candidates that a limit leaves. */
  public Policy within(CandidateLimit candidates) {
    return new Policy(name, scorer, selector, candidates);
  }

  /**
   * Decides where to send an activation of the action.
   *
   * @param decision filled with candidates, scores and the choice
   * @return the invoker's position in the view, or {@link Decision#NONE} when none is usable
   */
  public int decide(ClusterView view, Action action, Decision decision, SplittableRandom random) {
    decision.begin(view, action, limit, random);
    if (decision.count() > 0) {
      scorer.score(view, action, decision);
      decision.choose(selector.select(decision, random));
    }
    return decision.chosen();
  }

  /**
   * As {@link #decide(ClusterView, Action, Decision, SplittableRandom)}, without a generator where
   * nobody but the limit draws.
   *
   * @param seed all of whose bits are random
   */
  public int decide(ClusterView view, Action action, Decision decision, long seed) {
    if (!(selector instanceof ArgMax)) {
      return decide(view, action, decision, new SplittableRandom(seed));
    }
    decision.begin(view, action, limit, seed);
    if (decision.count() > 0) {
      scorer.score(view, action, decision);
      decision.choose(ArgMax.select(decision));
    }
    return decision.chosen();
  }

  /**
   * Decides again among the other candidates, with the scores they have: for when the chosen
   * invoker could not be had after all, since another activation took its memory meanwhile.
   *
   * @param decision one that has chosen
   * @return the invoker's position in the view, or {@link Decision#NONE} when no candidate is left
   */
  public int decideAgain(Decision decision, SplittableRandom random) {
    decision.removeChosen();
    if (decision.count() > 0) {
      decision.choose(selector.select(decision, random));
    }
    return decision.chosen();
  }

  /** As above; what is drawn comes from the seed and from how many candidates are left. */
  public int decideAgain(Decision decision, long seed) {
    if (!(selector instanceof ArgMax)) {
      return decideAgain(decision, new SplittableRandom(seed + decision.count()));
    }
    decision.removeChosen();
    if (decision.count() > 0) {
      decision.choose(ArgMax.select(decision));
    }
    return decision.chosen();
  }
}
