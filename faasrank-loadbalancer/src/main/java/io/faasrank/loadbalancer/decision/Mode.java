package io.faasrank.loadbalancer.decision;

import java.util.Arrays;
import java.util.Locale;

/** Who decides: the switch between OpenWhisk's hashing and a policy. */
public enum Mode {
  /** OpenWhisk's own code, untouched. */
  HASHING,
  /** A policy decides and is compared; OpenWhisk's own code acts. */
  SHADOW,
  /**
   * A model is on trial: it places in the blocks of time that are its turn, and in the others who
   * placed before. Without a trial OpenWhisk's own code places.
   */
  CANARY,
  /** A policy places every activation. */
  FAASRANK;

  /** Name in configuration, in Redis, in metrics and logs. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a name, in upper or lower case.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  public static Mode parse(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(mode -> mode.label().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(text));
  }

  private static IllegalArgumentException unknown(String text) {
    String shown = text.length() <= 60 ? text : text.substring(0, 60) + "...";
    return new IllegalArgumentException(
        "mode is '"
            + shown.replaceAll("\\p{Cntrl}", "?")
            + "', expected hashing, shadow, canary or faasrank");
  }

  @Override
  public String toString() {
    return label();
  }
}
