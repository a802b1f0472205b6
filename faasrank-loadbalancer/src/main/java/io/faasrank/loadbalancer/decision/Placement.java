package io.faasrank.loadbalancer.decision;

import io.faasrank.cluster.Action;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.LiveView;
import io.faasrank.loadbalancer.cluster.MemorySlots;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.policy.Decision;
import io.faasrank.policy.Explanation;
import io.faasrank.policy.HashingScorer;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Softmax;
import java.time.Duration;
import java.util.SplittableRandom;
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

  private final ClusterBook book;
  private final Supplier<@Nullable Serving> policies;
  private final double minFreshShare;
  private final double maxLostShare;
  private final long budgetNanos;
  private final LongSupplier nanoClock;
  private final boolean recording;
  private final Logger log;
  private final Fallbacks fallbacks;
  private final ValueMeters values;
  private final ThreadLocal<Workspace> workspaces;

  /**
   * @param policies gives the policy in service, null when its model could not be loaded
   * @param minFreshShare share of the usable invokers that must be fresh for any to be ranked
   * @param maxLostShare share of a decision's values that may be clipped or unknown
   * @param budget a decision that took longer is not used
   * @param recording whether decisions keep what training needs
   * @param seed of the random generators, one per thread
   */
  public Placement(
      ClusterBook book,
      Supplier<@Nullable Serving> policies,
      double minFreshShare,
      double maxLostShare,
      Duration budget,
      Meters meters,
      LongSupplier nanoClock,
      boolean recording,
      long seed) {
    this(
        book,
        policies,
        minFreshShare,
        maxLostShare,
        budget,
        meters,
        nanoClock,
        recording,
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
      boolean recording,
      long seed,
      Logger log) {
    this.book = book;
    this.log = log;
    this.policies = policies;
    this.minFreshShare = minFreshShare;
    this.maxLostShare = maxLostShare;
    this.values = new ValueMeters(meters);
    this.budgetNanos = budget.toNanos();
    this.nanoClock = nanoClock;
    this.recording = recording;
    this.fallbacks = new Fallbacks(meters, nanoClock, log);
    SplittableRandom seeds = new SplittableRandom(seed);
    this.workspaces =
        ThreadLocal.withInitial(
            () -> {
              synchronized (seeds) {
                return new Workspace(book, seeds.nextLong());
              }
            });
  }

  /** Ranks and takes memory on the chosen invoker; null leaves the activation to hashing. */
  public @Nullable Choice place(Request request) {
    return decide(request, true);
  }

  /** Ranks as {@link #place} does, and takes nothing. */
  public @Nullable Choice shadow(Request request) {
    return decide(request, false);
  }

  /** Says in the log which fallbacks are over. About once a second, off the request path. */
  public void look() {
    fallbacks.look();
  }

  private @Nullable Choice decide(Request request, boolean acquire) {
    try {
      return rank(request, acquire);
    } catch (RuntimeException | Error e) {
      return fallBack(Fallback.EXCEPTION, request, e);
    }
  }

  private @Nullable Choice rank(Request request, boolean acquire) {
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
    view.bind(pool, request.action(), request.slots(), request.maxConcurrent());
    if (view.usableCount() == 0) {
      return fallBack(Fallback.NO_CANDIDATE, request, null);
    }
    if (learned && view.freshCount() < Math.max(1, minFreshShare * view.usableCount())) {
      return fallBack(Fallback.STALE_METRICS, request, null);
    }
    view.freshOnly(false);
    view.reclaiming(false);
    int hashingChoice = HashingScorer.firstWithMemory(view, action);
    view.freshOnly(learned);
    view.reclaiming(true);
    Decision decision = work.decision(pool);
    decision.keepRows(recording || explaining);
    Policy policy = pool.blackbox() ? serving.blackbox() : serving.managed();
    int chosen = policy.decide(view, action, decision, work.random);
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
    long took = nanoClock.getAsLong() - start;
    if (took > budgetNanos) {
      return fallBack(Fallback.OVERRUN, request, null);
    }
    while (chosen != Decision.NONE) {
      if (explaining) {
        // outside the measured time, so that logging changes no decision
        explain(request, serving, decision);
      }
      Choice placed =
          new Choice(
              pool.invoker(chosen),
              decision.overloaded(),
              chosen == hashingChoice,
              took,
              spread,
              recording && acquire ? scored(serving, decision, pool) : null);
      // taking memory comes last: nothing after it can fail and keep the memory
      if (!acquire || acquired(request.slots(), placed)) {
        return placed;
      }
      chosen = policy.decideAgain(decision, work.random);
    }
    return fallBack(Fallback.MEMORY_TAKEN, request, null);
  }

  private boolean acquired(MemorySlots slots, Choice placed) {
    int invoker = placed.invoker();
    if (placed.overloaded()) {
      slots.forceAcquire(invoker);
      return true;
    }
    return slots.tryAcquire(invoker) || reclaimed(slots, invoker);
  }

  /** Takes memory that OpenWhisk holds for activations which are gone, where there is enough. */
  private boolean reclaimed(MemorySlots slots, int invoker) {
    int goneMb = book.goneMb(invoker);
    if (goneMb <= 0) {
      return false;
    }
    slots.forceAcquire(invoker);
    if (slots.availableMb(invoker) + goneMb >= 0) {
      return true;
    }
    slots.release(invoker);
    return false;
  }

  private static @Nullable Scored scored(Serving serving, Decision decision, Pool pool) {
    Served served = serving.served();
    if (served == null) {
      return null;
    }
    int count = decision.count();
    int[] invokers = new int[count];
    for (int i = 0; i < count; i++) {
      invokers[i] = pool.invoker(decision.candidates()[i]);
    }
    int index = decision.chosenIndex();
    double logProbability = Softmax.logProbability(decision.scores(), count, index);
    return new Scored(served, invokers, index, (float) logProbability, decision.encodedRows());
  }

  private static float spread(Decision decision) {
    float[] scores = decision.scores();
    float lowest = scores[0];
    float highest = scores[0];
    for (int i = 1; i < decision.count(); i++) {
      lowest = Math.min(lowest, scores[i]);
      highest = Math.max(highest, scores[i]);
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

  private @Nullable Choice fallBack(Fallback reason, Request request, @Nullable Throwable cause) {
    fallbacks.count(reason, request.action().action().name(), cause);
    return null;
  }
}
