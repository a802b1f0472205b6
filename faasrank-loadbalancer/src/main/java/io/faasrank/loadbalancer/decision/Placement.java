package io.faasrank.loadbalancer.decision;

import io.faasrank.cluster.Action;
import io.faasrank.event.PolicySaid;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.LiveView;
import io.faasrank.loadbalancer.cluster.MemorySlots;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.policy.Decision;
import io.faasrank.policy.Explanation;
import io.faasrank.policy.HashingScorer;
import io.faasrank.policy.LateBinding;
import io.faasrank.policy.Policy;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stages 3 to 7 of 12 on the request path: reads the book, lets the policy rank and takes memory on
 * the best invoker that still has some. No exception leaves it: whatever goes wrong, the answer is
 * null, the reason is counted, and the caller leaves the activation to hashing.
 *
 * <p>A learned policy ranks only invokers with fresh metrics. When none of those has memory but
 * another invoker has, hashing finds it; when no usable invoker has memory, the ranking chooses
 * among the fresh ones. Other policies go by the controller's own book and rank all.
 */
public final class Placement {

  private final Supplier<@Nullable Serving> policies;
  private final double minFreshShare;
  private final double maxLostShare;
  private final long budgetNanos;
  private final LongSupplier nanoClock;
  private final ClusterBook book;
  private final boolean logged;
  private final long seed;
  private final Logger log;
  private final Fallbacks fallbacks;
  private final ValueMeters values;
  private final ThreadLocal<Workspace> workspaces;

  /**
   * @param policies gives the policy in service, null when its model could not be loaded
   * @param minFreshShare share of the usable invokers that must be fresh for any to be ranked
   * @param maxLostShare share of a decision's values that may be clipped or unknown
   * @param budget a decision that took longer is not used
   * @param seed from which, with an activation's id, the random numbers of its decision come
   */
  public Placement(
      ClusterBook book,
      Supplier<@Nullable Serving> policies,
      double minFreshShare,
      double maxLostShare,
      Duration budget,
      Meters meters,
      LongSupplier nanoClock,
      long seed) {
    this(
        book,
        policies,
        minFreshShare,
        maxLostShare,
        budget,
        meters,
        nanoClock,
        seed,
        LoggerFactory.getLogger(Placement.class));
  }

  /**
   * @param log of decisions and fallbacks
   */
  Placement(
      ClusterBook book,
      Supplier<@Nullable Serving> policies,
      double minFreshShare,
      double maxLostShare,
      Duration budget,
      Meters meters,
      LongSupplier nanoClock,
      long seed,
      Logger log) {
    this.log = log;
    this.policies = policies;
    this.minFreshShare = minFreshShare;
    this.maxLostShare = maxLostShare;
    this.values = new ValueMeters(meters);
    this.budgetNanos = budget.toNanos();
    this.nanoClock = nanoClock;
    this.book = book;
    this.logged = book.log().enabled();
    this.seed = seed;
    this.fallbacks = new Fallbacks(meters, nanoClock, log);
    this.workspaces = ThreadLocal.withInitial(() -> new Workspace(book));
  }

  /** Ranks and takes memory on the chosen invoker; null leaves the activation to hashing. */
  public @Nullable Choice place(Request request) {
    return decide(request, true, null, 0);
  }

  /**
   * As {@link #place(Request)}, where the activation may wait in the controller.
   *
   * @param rule when it does
   * @param waiting activations of its action that wait, this one included; at least 1
   * @return {@link Choice#WAITS} where it does
   */
  @Nullable Choice place(Request request, LateBinding rule, int waiting) {
    return decide(request, true, rule, waiting);
  }

  /** Ranks as {@link #place(Request)} does, and takes nothing. */
  public @Nullable Choice shadow(Request request) {
    return decide(request, false, null, 0);
  }

  /**
   * Shows a view what a decision on the request would see.
   *
   * @return why none could be made; null where one could
   */
  @Nullable Fallback look(LiveView view, Request request) {
    Serving serving = policies.get();
    if (serving == null) {
      return Fallback.NO_MODEL;
    }
    Fallback reason = bind(view, request, serving);
    view.freshOnly(serving.served() != null);
    view.beyondShare(true);
    return reason;
  }

  private @Nullable Fallback bind(LiveView view, Request request, Serving serving) {
    view.bind(request.pool(), request.action(), request.slots(), request.maxConcurrent());
    if (view.usableCount() == 0) {
      return Fallback.NO_CANDIDATE;
    }
    boolean few = view.freshCount() < Math.max(1, minFreshShare * view.usableCount());
    return few && serving.served() != null ? Fallback.STALE_METRICS : null;
  }

  /** Says in the log which fallbacks are over. About once a second, off the request path. */
  public void look() {
    fallbacks.look();
  }

  /** Why the last decision of this thread gave no answer; null where it gave one. */
  public @Nullable Fallback lastFallback() {
    return workspaces.get().fallback;
  }

  /**
   * What the last decision of this thread on the pool's invokers saw: candidates, scores and, where
   * a scorer left them, rows. Valid until its next one, and only where that gave an answer.
   */
  public Decision lastDecision(Pool pool) {
    return workspaces.get().decision(pool);
  }

  private @Nullable Choice decide(
      Request request, boolean acquire, @Nullable LateBinding rule, int waiting) {
    try {
      workspaces.get().fallback = null;
      return rank(request, acquire, rule, waiting);
    } catch (RuntimeException | Error e) {
      return fallBack(Fallback.EXCEPTION, request, e);
    }
  }

  private @Nullable Choice rank(
      Request request, boolean acquire, @Nullable LateBinding rule, int waiting) {
    boolean explaining = log.isDebugEnabled();
    long start = nanoClock.getAsLong();
    Serving serving = policies.get();
    if (serving == null) {
      return fallBack(Fallback.NO_MODEL, request, null);
    }
    boolean learned = serving.served() != null;
    Pool pool = request.pool();
    Action action = request.action().action();
    Workspace work = workspaces.get();
    LiveView view = work.view(pool);
    book.seen(pool);
    Fallback unable = bind(view, request, serving);
    if (unable != null) {
      return fallBack(unable, request, null);
    }
    view.freshOnly(false);
    view.beyondShare(false);
    int hashingChoice = HashingScorer.firstWithMemory(view, action);
    view.freshOnly(learned);
    view.beyondShare(true);
    Decision decision = work.decision(pool);
    decision.keepRows(explaining);
    Policy policy = pool.blackbox() ? serving.blackbox() : serving.managed();
    long draws = seed(request.activationId());
    int chosen = policy.decide(view, action, decision, draws);
    if (chosen == Decision.NONE) {
      return fallBack(Fallback.NO_CANDIDATE, request, null);
    }
    values.count(decision.counts());
    if (decision.counts().lostShare() > maxLostShare) {
      return fallBack(Fallback.OUT_OF_RANGE, request, null);
    }
    boolean roomElsewhere =
        hashingChoice != Decision.NONE && view.freshCount() < view.usableCount();
    if (decision.overloaded() && learned && roomElsewhere) {
      return fallBack(Fallback.FRESH_ONES_FULL, request, null);
    }
    float spread = spread(decision);
    int fingerprint = logged ? decision.fingerprint() : 0;
    long took = nanoClock.getAsLong() - start;
    if (took > budgetNanos) {
      return fallBack(Fallback.OVERRUN, request, null);
    }
    while (chosen != Decision.NONE) {
      if (rule != null && !rule.maySend(view, chosen, action, waiting)) {
        return Choice.WAITS;
      }
      if (explaining) {
        // outside the measured time, so that logging changes no decision
        explain(request, serving, decision);
      }
      Choice placed =
          new Choice(
              pool.invoker(chosen),
              decision.overloaded(),
              chosen == hashingChoice,
              (int) Math.min(took, Integer.MAX_VALUE),
              spread,
              logged
                  ? said(view.boundNanos(), serving, policy, decision, pool, took, fingerprint)
                  : null);
      // taking memory comes last: nothing after it can fail and keep the memory
      if (!acquire || acquired(request.slots(), placed, pool.memoryMb(chosen))) {
        return placed;
      }
      chosen = policy.decideAgain(decision, draws);
    }
    if (rule != null) {
      return Choice.WAITS;
    }
    return fallBack(Fallback.MEMORY_TAKEN, request, null);
  }

  /**
   * @param memoryMb memory of the chosen invoker
   */
  private boolean acquired(MemorySlots slots, Choice placed, int memoryMb) {
    int invoker = placed.invoker();
    if (placed.overloaded()) {
      slots.forceAcquire(invoker);
      return true;
    }
    if (slots.tryAcquire(invoker)) {
      return true;
    }
    int beyondMb = book.beyondShareMb(invoker, memoryMb);
    if (beyondMb <= 0) {
      return false;
    }
    slots.forceAcquire(invoker);
    if (slots.availableMb(invoker) + beyondMb >= 0) {
      return true;
    }
    slots.release(invoker);
    return false;
  }

  /**
   * Its own for each activation, so that a replay draws the same whichever thread decided: mixed by
   * the finaliser of SplitMix64 (Steele et al. 2014).
   */
  private long seed(String activationId) {
    long z = activationId.hashCode() * 0x9e3779b97f4a7c15L + seed;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    return z ^ (z >>> 27);
  }

  private static PolicySaid said(
      long start,
      Serving serving,
      Policy policy,
      Decision decision,
      Pool pool,
      long tookNanos,
      int fingerprint) {
    Served served = serving.served();
    return new PolicySaid(
        start,
        policy.name(),
        served == null ? "" : served.digest(),
        pool.invoker(decision.chosen()),
        decision.count(),
        decision.overloaded(),
        policy.selector().probability(decision),
        spread(decision),
        tookNanos,
        fingerprint);
  }

  private static float spread(Decision decision) {
    float[] scores = decision.scores();
    float lowest = scores[0];
    float highest = scores[0];
    for (int i = 1; i < decision.count(); i++) {
      float score = scores[i];
      // branches that are seldom taken cost less than Math.min and Math.max
      if (score < lowest) {
        lowest = score;
      } else if (score > highest) {
        highest = score;
      }
    }
    return highest - lowest;
  }

  private void explain(Request request, Serving serving, Decision decision) {
    Served served = serving.served();
    int index = decision.chosenIndex();
    Explanation explanation =
        served == null
            ? Explanation.of(decision, index)
            : Explanation.of(served.model(), decision, index);
    log.debug(
        "activation {} of action {}, {} invokers: {}",
        request.activationId(),
        request.action().action().name(),
        request.pool().blackbox() ? "blackbox" : "managed",
        explanation.line(request.pool().invoker(0)));
  }

  /** Counts that the activation is left to hashing. */
  void leave(Fallback reason, Request request) {
    Choice unused = fallBack(reason, request, null);
  }

  private @Nullable Choice fallBack(Fallback reason, Request request, @Nullable Throwable cause) {
    workspaces.get().fallback = reason;
    fallbacks.count(reason, request.action().action().name(), cause);
    return null;
  }
}
