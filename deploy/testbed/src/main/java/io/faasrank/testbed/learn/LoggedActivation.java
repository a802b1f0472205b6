package io.faasrank.testbed.learn;

import io.faasrank.event.Ended;
import io.faasrank.event.Placed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An activation of a log.
 *
 * @param controller name of its controller's process
 * @param placedAt when it was placed, by the controller's wall clock
 * @param ended null where it was in flight when the log ended
 */
public record LoggedActivation(
    String controller, Instant placedAt, Placed placed, @Nullable Ended ended) {

  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * From its arrival until its controller heard of its end, in seconds; NaN where it has not ended.
   */
  public double tookSeconds() {
    return ended == null
        ? Double.NaN
        : (ended.nanos() - placed.nanos()) / NANOS_PER_SECOND + placed.waitedMillis() / 1000.0;
  }
}
