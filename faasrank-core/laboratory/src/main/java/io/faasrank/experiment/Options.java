package io.faasrank.experiment;

import java.util.function.Supplier;

/** Checks of options. What they refuse is one line that begins with the option's name. */
public final class Options {

  private Options() {}

  /** Throws an {@link IllegalArgumentException} with the message unless the condition holds. */
  public static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** A value that is large enough. */
  public static int atLeast(int least, String option, int value) {
    require(value >= least, option + ": expected " + least + " or more, found " + value);
    return value;
  }

  /** What a reader makes of an option's value; what it refuses gets the option's name. */
  public static <T> T read(String option, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }
}
