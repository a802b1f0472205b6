package io.faasrank.training;

import java.util.Locale;

/** What is subtracted from a return to make an advantage (Algorithm 1, line 7). */
public enum Baseline {
  /** The paper's: the mean of the critic's outputs over the candidates (Eq. 5). */
  CRITIC,
  /**
   * The mean return-to-go of several rollouts of the same arrivals at the same action: Decima's
   * input-dependent baseline (Mao et al., SIGCOMM 2019). The arrivals still to come are then common
   * to both terms and cancel; a critic that sees only the present state cannot know it.
   */
  REPLICA;

  /** A baseline by its name on the command line. */
  public static Baseline named(String name) {
    for (Baseline baseline : values()) {
      if (baseline.toString().equalsIgnoreCase(name)) {
        return baseline;
      }
    }
    throw new IllegalArgumentException(
        "unknown baseline '" + name + "', expected critic or replica");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
