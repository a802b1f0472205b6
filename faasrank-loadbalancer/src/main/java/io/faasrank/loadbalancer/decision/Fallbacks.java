package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Counts every fallback by its reason and logs a reason again only after a minute without it. Cheap
 * enough to be called for each activation of an outage.
 */
final class Fallbacks {

  /** Time without a reason after which it is logged again. Chosen, unmeasured. */
  private static final long QUIET_NANOS = 60_000_000_000L;

  private final Map<Fallback, LongAdder> counters = new EnumMap<>(Fallback.class);
  private final Map<Fallback, AtomicLong> lastNanos = new EnumMap<>(Fallback.class);
  private final LongSupplier nanoClock;
  private final Logger log;

  Fallbacks(Meters meters, LongSupplier nanoClock, Logger log) {
    this.nanoClock = nanoClock;
    this.log = log;
    long longAgo = nanoClock.getAsLong() - QUIET_NANOS;
    for (Fallback reason : Fallback.values()) {
      counters.put(reason, meters.counter(OperatorMetric.FALLBACKS, reason.label()));
      lastNanos.put(reason, new AtomicLong(longAgo));
    }
  }

  /**
   * Counts one.
   *
   * @param cause logged with its stack trace; null where the reason says all
   */
  void count(Fallback reason, String action, @Nullable Throwable cause) {
    LongAdder counter = counters.get(reason);
    AtomicLong last = lastNanos.get(reason);
    if (counter == null || last == null) {
      throw new IllegalStateException("no counter for " + reason);
    }
    counter.increment();
    long now = nanoClock.getAsLong();
    if (now - last.getAndSet(now) >= QUIET_NANOS) {
      log.warn(
          "hashing places activations for now, the first of action {}: {}; further ones are only"
              + " counted",
          action,
          reason.description(),
          cause);
    }
  }
}
