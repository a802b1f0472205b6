package io.faasrank.testbed.invoker;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Virtual time, from 0 at the construction. Safe to share between threads.
 *
 * @see TimeScale
 */
public final class ScaledClock {

  private static final double NANOS_PER_MILLI = 1e6;

  private final TimeScale scale;
  private final LongSupplier nanoClock;
  private final InstantSource wallClock;
  private final long startNanos;

  /**
   * @param nanoClock a clock that is never set, in nanoseconds
   * @param wallClock the time of day
   */
  public ScaledClock(TimeScale scale, LongSupplier nanoClock, InstantSource wallClock) {
    this.scale = scale;
    this.nanoClock = nanoClock;
    this.wallClock = wallClock;
    this.startNanos = nanoClock.getAsLong();
  }

  /** On this machine's clocks. */
  public static ScaledClock of(TimeScale scale) {
    return new ScaledClock(scale, System::nanoTime, InstantSource.system());
  }

  public TimeScale scale() {
    return scale;
  }

  /** Virtual seconds since the start. */
  public double seconds() {
    return scale.virtualSeconds(nanoClock.getAsLong() - startNanos);
  }

  /** Real nanoseconds until a virtual time; 0 when it has passed. */
  public long nanosUntil(double seconds) {
    return Math.max(0, scale.realNanos(seconds) - (nanoClock.getAsLong() - startNanos));
  }

  /** The time of day now, in milliseconds since 1970. */
  public long wallMillis() {
    return wallClock.millis();
  }

  /** The time of day at a virtual time, in milliseconds since 1970. */
  public long wallMillis(double seconds) {
    return wallMillis() - Math.round(scale.realNanos(seconds() - seconds) / NANOS_PER_MILLI);
  }
}
