package io.faasrank.loadbalancer.cluster;

import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import java.util.Arrays;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves invokers that fail far more often than the others out of the ranking for a time: an
 * invoker that fails at once has nothing in flight, and would win all the load. What fails is an
 * error of the system or an activation that was given up, never an error of the action.
 *
 * <p>As in gRPC's outlier detection (proposal A50), whose defaults these are where not said
 * otherwise: once in an interval the success rates of all invokers with enough activations are
 * compared, and one that lies too many standard deviations below their mean is ejected. Its time to
 * return grows with each ejection, and shrinks again with each interval of good conduct. No more
 * than a share of the invokers is left out. Besides, as in Envoy, so many failures in a row eject
 * at once, unless most of what the others did fails too: then the invoker is not the one to blame.
 *
 * <p>Hashing is not affected: mode hashing is OpenWhisk's own code, which has its own supervision.
 */
public final class Ejections {

  private static final Logger LOG = LoggerFactory.getLogger(Ejections.class);

  /** Why an invoker was ejected. */
  private static final String IN_A_ROW = "failures_in_a_row";

  private static final String SUCCESS_RATE = "success_rate";

  private final EjectionSettings settings;
  private final IntSupplier invokers;
  private final LongSupplier nanoClock;
  private final Meters meters;
  private volatile InvokerRecord[] records = new InvokerRecord[0];

  /** Who is ejected, by number; replaced as a whole, and null while nobody is. */
  private volatile boolean @Nullable [] ejected;

  private volatile @Nullable Narrowed managed;
  private volatile @Nullable Narrowed blackbox;
  private long sweptNanos;

  /** One that ejects nobody. */
  public static Ejections none(Meters meters) {
    return new Ejections(EjectionSettings.OFF, () -> 0, () -> 0, meters);
  }

  /**
   * @param invokers how many invokers there are
   * @param nanoClock monotonic, in nanoseconds
   */
  public Ejections(
      EjectionSettings settings, IntSupplier invokers, LongSupplier nanoClock, Meters meters) {
    this.settings = settings;
    this.invokers = invokers;
    this.nanoClock = nanoClock;
    this.meters = meters;
    this.sweptNanos = nanoClock.getAsLong();
    meters.gauge(this::count, OperatorMetric.EJECTED);
  }

  /** Invokers that are left out now. */
  public int count() {
    boolean[] now = ejected;
    int count = 0;
    for (int i = 0; now != null && i < now.length; i++) {
      count += now[i] ? 1 : 0;
    }
    return count;
  }

  /** The pool without those left out, which then count as not usable. For any thread. */
  public Pool remaining(Pool pool) {
    boolean[] now = ejected;
    if (now == null) {
      return pool;
    }
    Narrowed last = pool.blackbox() ? blackbox : managed;
    if (last == null || last.from != pool || last.ejected != now) {
      last = new Narrowed(pool, now, pool.without(now));
      if (pool.blackbox()) {
        blackbox = last;
      } else {
        managed = last;
      }
    }
    return last.to;
  }

  /**
   * Notes how an activation ended. For any thread.
   *
   * @param failed by an error of the system, or given up
   */
  public void ended(int invoker, boolean failed) {
    if (!settings.enabled()) {
      return;
    }
    InvokerRecord record = record(invoker);
    boolean tooMany = record.ended(failed, settings.consecutiveFailures());
    if (tooMany && othersWork(record)) {
      eject(invoker, IN_A_ROW);
    }
  }

  /** Compares success rates where an interval is over, and lets invokers return. For one thread. */
  public void sweep() {
    long now = nanoClock.getAsLong();
    if (!settings.enabled() || now - sweptNanos < settings.interval().toNanos()) {
      return;
    }
    sweptNanos = now;
    InvokerRecord[] all = records;
    double[] rates = new double[all.length];
    for (int i = 0; i < all.length; i++) {
      rates[i] = all[i].turn(settings.fewestActivations());
    }
    double[] known = Arrays.stream(rates).filter(rate -> !Double.isNaN(rate)).toArray();
    double limit = known.length < settings.fewestInvokers() ? -1 : limit(known);
    for (int i = 0; i < all.length; i++) {
      if (rates[i] < limit && !all[i].isEjected()) {
        eject(i, SUCCESS_RATE);
      } else if (all[i].conducts(now, settings)) {
        back(i);
      }
    }
  }

  private double limit(double[] rates) {
    double mean = Arrays.stream(rates).average().orElseThrow();
    double variance =
        Arrays.stream(rates).map(r -> (r - mean) * (r - mean)).average().orElseThrow();
    return mean - settings.deviations() * Math.sqrt(variance);
  }

  /**
   * Whether most of what other invokers did of late was done well, or they had nothing to do, as
   * when the one that fails has won all load.
   */
  private boolean othersWork(InvokerRecord record) {
    long done = 0;
    long failed = 0;
    for (InvokerRecord other : records) {
      if (other != record && !other.isEjected()) {
        done += other.recentlyEnded();
        failed += other.recentlyFailed();
      }
    }
    return failed <= done - failed;
  }

  private synchronized void eject(int invoker, String reason) {
    InvokerRecord record = record(invoker);
    int allowed = Math.max(1, (int) (settings.mostShare() * invokers.getAsInt()));
    if (record.isEjected() || count() >= allowed || invokers.getAsInt() < 2) {
      return;
    }
    record.eject(nanoClock.getAsLong());
    publish(invoker, true);
    meters.counter(OperatorMetric.EJECTIONS, reason).increment();
    LOG.warn(
        "invoker {} is left out of the ranking for {} s: {}",
        invoker,
        record.timeNanos(settings) / 1_000_000_000,
        reason);
  }

  private synchronized void back(int invoker) {
    record(invoker).restore();
    publish(invoker, false);
    LOG.info("invoker {} is ranked again", invoker);
  }

  private void publish(int invoker, boolean out) {
    boolean[] before = ejected;
    boolean[] next =
        before == null
            ? new boolean[invoker + 1]
            : Arrays.copyOf(before, Math.max(before.length, invoker + 1));
    next[invoker] = out;
    boolean any = false;
    for (boolean each : next) {
      any |= each;
    }
    ejected = any ? next : null;
    managed = null;
    blackbox = null;
  }

  private InvokerRecord record(int invoker) {
    InvokerRecord[] all = records;
    return invoker < all.length ? all[invoker] : open(invoker);
  }

  private synchronized InvokerRecord open(int invoker) {
    InvokerRecord[] grown = records;
    if (invoker >= grown.length) {
      int before = grown.length;
      grown = Arrays.copyOf(grown, invoker + 1);
      for (int i = before; i <= invoker; i++) {
        grown[i] = new InvokerRecord();
      }
      records = grown;
    }
    return grown[invoker];
  }

  /** A pool and what remains of it. */
  @SuppressWarnings("ArrayRecordComponent") // compared by identity, never changed
  private record Narrowed(Pool from, boolean[] ejected, Pool to) {}
}
