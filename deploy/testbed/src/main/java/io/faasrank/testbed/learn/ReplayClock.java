package io.faasrank.testbed.learn;

import java.util.function.LongSupplier;

/** Stands still at the time of the event that is replayed. */
final class ReplayClock implements LongSupplier {

  private long nanos;

  void set(long now) {
    nanos = now;
  }

  @Override
  public long getAsLong() {
    return nanos;
  }
}
