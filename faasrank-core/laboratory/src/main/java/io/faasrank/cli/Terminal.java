package io.faasrank.cli;

import java.io.IOException;

/** What standard error is connected to. */
public final class Terminal {

  private Terminal() {}

  /**
   * Whether standard error is a terminal. Asks POSIX's {@code test -t 2}, because Java's console
   * speaks of standard input and output only. Where there is no such program it is none.
   */
  public static boolean standardError() {
    try {
      Process test =
          new ProcessBuilder("test", "-t", "2")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return test.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
