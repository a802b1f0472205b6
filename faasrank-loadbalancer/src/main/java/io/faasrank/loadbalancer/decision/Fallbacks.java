package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Counts every fallback by its reason. Logs a reason when it begins, and that ranking is back once
 * a minute has gone by without it and a policy has decided again. Cheap enough to be called for
 * each activation of an outage.
 */
final class Fallbacks {

  /** Time without a reason after which it is over. Chosen, unmeasured. */
  private static final long QUIET_NANOS = 60_000_000_000L;

  private final Map<Fallback, Outage> outages = new EnumMap<>(Fallback.class);
  private final LongAdder agreed;
  private final LongAdder disagreed;
  private final LongSupplier nanoClock;
  private final Logger log;

  Fallbacks(Meters meters, LongSupplier nanoClock, Logger log) {
    this.nanoClock = nanoClock;
    this.log = log;
    this.agreed = meters.counter(OperatorMetric.AGREEMENT, "true");
    this.disagreed = meters.counter(OperatorMetric.AGREEMENT, "false");
    for (Fallback reason : Fallback.values()) {
      LongAdder counter = meters.counter(OperatorMetric.FALLBACKS, reason.label());
      outages.put(reason, new Outage(reason, counter));
    }
  }

  /**
   * Counts one.
   *
   * @param cause logged with its stack trace; null where the reason says all
   */
  void count(Fallback reason, String action, @Nullable Throwable cause) {
    Outage outage = outages.get(reason);
    if (outage == null) {
      throw new IllegalStateException("no counter for " + reason);
    }
    outage.counter.increment();
    long now = nanoClock.getAsLong();
    // quiet without an end in the log where nothing was asked of a policy meanwhile
    boolean quiet = now - outage.lastNanos.getAndSet(now) >= QUIET_NANOS;
    if (quiet || !outage.open.get()) {
      outage.open.set(true);
      log.warn(
          "hashing places activations for now, the first of action {}: {}; further ones are only"
              + " counted",
          action,
          reason.description(),
          cause);
    }
  }

  /** Says which reasons are over. About once a second, by one thread. */
  void look() {
    long now = nanoClock.getAsLong();
    long decided = agreed.sum() + disagreed.sum();
    outages.values().forEach(outage -> look(outage, now, decided));
  }

  private void look(Outage outage, long nowNanos, long decided) {
    if (!outage.open.get() || nowNanos - outage.lastNanos.get() < QUIET_NANOS) {
      outage.decidedBefore = decided;
    } else if (decided > outage.decidedBefore) {
      long total = outage.counter.sum();
      log.info(
          "ranking is back: activations left to hashing {}, none for a minute ({})",
          total - outage.saidBefore,
          outage.reason.description());
      outage.saidBefore = total;
      outage.decidedBefore = decided;
      outage.open.set(false);
    }
  }

  /** One reason, from its first fallback to a minute after its last. */
  private static final class Outage {

    private final Fallback reason;
    private final LongAdder counter;
    private final AtomicLong lastNanos = new AtomicLong();
    private final AtomicBoolean open = new AtomicBoolean();

    /** Decisions by a policy when it was last not over. For the thread that looks. */
    private long decidedBefore;

    /** Fallbacks of the outages before. For the thread that looks. */
    private long saidBefore;

    Outage(Fallback reason, LongAdder counter) {
      this.reason = reason;
      this.counter = counter;
    }
  }
}
