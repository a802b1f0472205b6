package io.faasrank.loadbalancer.decision;

import io.faasrank.cluster.Action;
import io.faasrank.feature.StateEncoder;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.FormerView;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.model.Model;
import io.faasrank.policy.Decision;
import io.faasrank.policy.HashingScorer;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * {@link Placement} by a learned policy as it was before decisions kept anything from one to the
 * next, frozen for {@link PlacementBenchmark}. Without the ways out that a benchmark never takes.
 */
final class FormerPlacement {

  private static final class Workspace {

    final FormerDecision decision = new FormerDecision();
    final FormerView view;
    final SplittableRandom random = new SplittableRandom(1);
    final FormerNetwork network;

    Workspace(ClusterBook book, Model model) {
      network = new FormerNetwork(model.actor());
      view = new FormerView(book);
    }
  }

  private final Model model;
  private final StateEncoder encoder;
  private final FormerLimit limit;
  private final ValueMeters values;
  private final LongSupplier nanoClock;
  private final ThreadLocal<Workspace> workspaces;

  FormerPlacement(
      ClusterBook book, Model model, int candidates, Meters meters, LongSupplier nanoClock) {
    this.model = model;
    this.encoder = new StateEncoder(model.schema());
    this.limit = FormerLimit.of(candidates);
    this.values = new ValueMeters(meters);
    this.nanoClock = nanoClock;
    this.workspaces = ThreadLocal.withInitial(() -> new Workspace(book, model));
  }

  Choice place(Request request) {
    long start = nanoClock.getAsLong();
    Pool pool = request.pool();
    Action action = request.action().action();
    Workspace work = workspaces.get();
    FormerView view = work.view;
    view.bind(pool, request.action(), request.slots(), request.maxConcurrent());
    if (view.freshCount() < Math.max(1, view.usableCount() / 2)) {
      throw new IllegalStateException("a decision fell back to hashing");
    }
    view.freshOnly(false);
    int hashingChoice = HashingScorer.firstWithMemory(view, action);
    view.freshOnly(true);
    FormerDecision decision = work.decision;
    int chosen = decision.decide(view, action, limit, model, work.network, encoder, work.random);
    values.count(decision.counts());
    if (chosen == Decision.NONE) {
      throw new IllegalStateException("a decision fell back to hashing");
    }
    float spread = decision.spread();
    long took = nanoClock.getAsLong() - start;
    Choice placed =
        new Choice(
            pool.invoker(chosen),
            decision.overloaded(),
            chosen == hashingChoice,
            (int) took,
            spread,
            null);
    if (decision.overloaded()) {
      request.slots().forceAcquire(placed.invoker());
    } else if (!request.slots().tryAcquire(placed.invoker())) {
      throw new IllegalStateException("another activation took the memory");
    }
    return placed;
  }
}
