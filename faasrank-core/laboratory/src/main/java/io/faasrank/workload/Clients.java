package io.faasrank.workload;

/**
 * Clients of a closed loop: each waits for the answer to its call, thinks, and calls again, so that
 * a slow cluster gets fewer calls.
 *
 * @param count how many, positive
 * @param startsPerSecond how many of them begin in each second, positive; infinite for all at once
 * @param leastThinkSeconds shortest time from an answer to the next call, 0 or more
 * @param mostThinkSeconds longest; each time in between is as likely
 * @param lastCallSeconds when the last call may begin, since the start; infinite for no end
 */
public record Clients(
    int count,
    double startsPerSecond,
    double leastThinkSeconds,
    double mostThinkSeconds,
    double lastCallSeconds) {

  public Clients {
    if (count <= 0 || !(startsPerSecond > 0)) {
      throw new IllegalArgumentException(
          "expected 1 client or more that begin at a rate above 0, found " + count);
    }
    if (!(leastThinkSeconds >= 0 && mostThinkSeconds >= leastThinkSeconds)
        || Double.isInfinite(mostThinkSeconds)) {
      throw new IllegalArgumentException(
          "expected a time to think from 0 seconds, found %s to %s"
              .formatted(leastThinkSeconds, mostThinkSeconds));
    }
    if (!(lastCallSeconds > 0)) {
      throw new IllegalArgumentException("expected a last call after the start of the workload");
    }
  }

  /** When a client makes its first call, in seconds. */
  public double startSeconds(int client) {
    return client / startsPerSecond;
  }

  /** How long the client thinks whose call was the one of this number; always the same. */
  public double thinkSeconds(int call) {
    double unit = (Seeds.mix(Seeds.key("think"), call) >>> 11) * 0x1.0p-53;
    return leastThinkSeconds + (mostThinkSeconds - leastThinkSeconds) * unit;
  }
}
