package io.faasrank.cli;

import java.io.IOException;

/** Whether standard error is a terminal. */
public final class Terminal {

  private Terminal() {}

  /**
   * Whether standard error is a terminal. Asks POSIX's {@code test -t 2}, because Java's console
   * covers standard input and output only. On a system without that program the answer is no.
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
