package io.faasrank.testbed.invoker;

import java.time.Duration;

/**
 * What goes wrong with the acknowledgements of an emulated invoker. Whether a message is dropped,
 * sent twice or held back is drawn for each one.
 *
 * @param dropShare share of the messages never sent, 0 to 1
 * @param duplicateShare share of the others sent twice, 0 to 1
 * @param delayShare share of those sent that are held back, 0 to 1
 * @param delay for how long, in real time
 */
public record AckFaults(
    double dropShare, double duplicateShare, double delayShare, Duration delay) {

  /** Nothing goes wrong. */
  public static final AckFaults NONE = new AckFaults(0, 0, 0, Duration.ZERO);

  public AckFaults {
    requireShare("dropShare", dropShare);
    requireShare("duplicateShare", duplicateShare);
    requireShare("delayShare", delayShare);
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay is " + delay + ", not 0 or more");
    }
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " is " + share + ", not 0 to 1");
    }
  }

  /** No message is sent. */
  public static AckFaults drop() {
    return new AckFaults(1, 0, 0, Duration.ZERO);
  }

  /** Every message is sent twice. */
  public static AckFaults duplicate() {
    return new AckFaults(0, 1, 0, Duration.ZERO);
  }

  /** Every message is held back. */
  public static AckFaults delay(Duration delay) {
    return new AckFaults(0, 0, 1, delay);
  }
}
