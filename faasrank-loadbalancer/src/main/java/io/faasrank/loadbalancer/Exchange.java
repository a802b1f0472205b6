package io.faasrank.loadbalancer;

import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.InflightCodec;
import io.faasrank.loadbalancer.cluster.InflightReport;
import io.faasrank.loadbalancer.cluster.OpenDispatches;
import io.faasrank.loadbalancer.cluster.OtherControllers;
import io.faasrank.loadbalancer.cluster.OwnInflight;
import io.faasrank.loadbalancer.redis.InflightExchange;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** This controller's part in the exchange of what is in flight. */
final class Exchange implements InflightExchange.InflightParty {

  /** Chosen: a fifth of the age at which a controller is forgotten by default. */
  private static final long ALIVE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final OwnInflight own;
  private final OtherControllers others;
  private final BooleanSupplier hasOthers;

  /** What the others know. For the exchange's thread. */
  private @Nullable InflightReport told;

  private long toldNanos;

  /**
   * @param controller id of this controller among all
   * @param hasOthers whether there are others
   */
  Exchange(String controller, ClusterBook book, OpenDispatches open, BooleanSupplier hasOthers) {
    this.own = new OwnInflight(controller, book, open);
    this.others = new OtherControllers(controller, book);
    this.hasOthers = hasOthers;
  }

  @Override
  public boolean hasOthers() {
    return hasOthers.getAsBoolean();
  }

  /** A report where anything has changed, and once in {@link #ALIVE_NANOS} in any case. */
  @Override
  public byte @Nullable [] own() {
    InflightReport report = own.report(System.currentTimeMillis());
    long now = System.nanoTime();
    InflightReport before = told;
    if (before != null
        && before.invokers().equals(report.invokers())
        && now - toldNanos < ALIVE_NANOS) {
      return null;
    }
    told = report;
    toldNanos = now;
    return InflightCodec.encode(report);
  }

  @Override
  public void heard(byte[] document) {
    others.take(InflightCodec.decode(document));
  }

  /** Forgets controllers that are no longer heard of. */
  void age() {
    others.age();
  }
}
