package io.faasrank.loadbalancer.decision;

import java.util.Arrays;
import java.util.Locale;

/**
 * A mode, with the share of a canary.
 *
 * @param canaryShare share of the activations that a policy places in mode canary, 0 to 1
 */
public record ModeSetting(Mode mode, double canaryShare) {

  /** Bits of a random-looking number in [0, 1). */
  private static final double UNIT = 0x1.0p-53;

  /**
   * @throws IllegalArgumentException when the share is not from 0 to 1
   */
  public ModeSetting {
    if (!(canaryShare >= 0 && canaryShare <= 1)) {
      throw new IllegalArgumentException("canary share is " + canaryShare + ", not 0 to 1");
    }
  }

  /**
   * Reads {@code hashing}, {@code shadow}, {@code faasrank}, or {@code canary} with an optional
   * share, as in {@code canary 0.05}.
   *
   * @param defaultShare share of a canary that names none
   * @throws IllegalArgumentException saying what was expected
   */
  public static ModeSetting parse(String text, double defaultShare) {
    String[] words = text.strip().split("\\s+", 3);
    Mode mode =
        Arrays.stream(Mode.values())
            .filter(each -> each.label().equals(words[0].toLowerCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(() -> unknown(text));
    if (words.length == 1) {
      return new ModeSetting(mode, defaultShare);
    }
    if (mode != Mode.CANARY || words.length > 2) {
      throw unknown(text);
    }
    try {
      return new ModeSetting(mode, Double.parseDouble(words[1]));
    } catch (NumberFormatException e) {
      throw unknown(text);
    }
  }

  private static IllegalArgumentException unknown(String text) {
    String shown = text.length() <= 60 ? text : text.substring(0, 60) + "...";
    return new IllegalArgumentException(
        "mode is '"
            + shown.replaceAll("\\p{Cntrl}", "?")
            + "', expected hashing, shadow, faasrank, or canary with a share as in 'canary 0.05'");
  }

  /**
   * Whether a policy is asked about the activation, to place it or for comparison. All controllers
   * give the same answer.
   */
  public boolean asksPolicy(String activationId) {
    return switch (mode) {
      case HASHING -> false;
      case SHADOW, FAASRANK -> true;
      case CANARY -> unit(activationId) < canaryShare;
    };
  }

  /**
   * Probability with which an activation is given to the policy, or to hashing, whoever is asked
   * after.
   */
  public float probability(boolean policy) {
    return mode != Mode.CANARY ? 1 : (float) (policy ? canaryShare : 1 - canaryShare);
  }

  /** The finaliser of SplitMix64 (Steele et al. 2014) on the hash of the id, in [0, 1). */
  private static double unit(String activationId) {
    long z = activationId.hashCode() * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return ((z ^ (z >>> 31)) >>> 11) * UNIT;
  }

  @Override
  public String toString() {
    return mode == Mode.CANARY ? mode.label() + " " + canaryShare : mode.label();
  }
}
