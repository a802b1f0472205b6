package io.faasrank.loadbalancer.cluster;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A monotonic clock that a test sets. Starts below zero, as System.nanoTime may. */
public final class HandClock implements LongSupplier {

  private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);

  @Override
  public long getAsLong() {
    return nanos.get();
  }

  public void advanceMillis(double millis) {
    nanos.addAndGet(Math.round(millis * 1e6));
  }
}
