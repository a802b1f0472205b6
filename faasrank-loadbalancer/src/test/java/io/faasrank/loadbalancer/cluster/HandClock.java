package io.faasrank.loadbalancer.cluster;

import java.util.function.LongSupplier;

/** A monotonic clock that a test sets. Starts below zero, as System.nanoTime may. */
public final class HandClock implements LongSupplier {

  private volatile long nanos = -5_000_000_000L;

  @Override
  public long getAsLong() {
    return nanos;
  }

  public void advanceMillis(double millis) {
    nanos += Math.round(millis * 1e6);
  }
}
