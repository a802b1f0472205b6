package io.faasrank.cli;

import com.typesafe.config.ConfigException;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.training.TrainingDivergedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** How a command that threw ends: a line and an exit code, or a stack trace. */
final class Failure {

  private static final long MEGABYTE = 1 << 20;

  private Failure() {}

  /** Bad input: one line, whatever the message has. */
  static int badInput(PrintWriter err, Throwable e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    print(err, message);
    return Commands.BAD_INPUT;
  }

  /**
   * Says what happened. What the user or the machine can mend is one line; anything else is a fault
   * of the program, with its stack trace.
   *
   * @return the exit code
   */
  static int report(PrintWriter err, Throwable thrown) {
    Throwable e = unwrapped(thrown);
    if (e instanceof IllegalArgumentException || e instanceof ConfigException) {
      return badInput(err, e);
    }
    if (e instanceof ExperimentFailedException || e instanceof CancellationException) {
      print(err, String.valueOf(e.getMessage()));
      return Commands.FAULT;
    }
    if (e instanceof TrainingDivergedException) {
      print(err, "training diverged at " + e.getMessage());
      return Commands.FAULT;
    }
    if (e instanceof IOException) {
      print(err, e.getClass().getSimpleName() + ": " + e.getMessage());
      return Commands.FAULT;
    }
    if (e instanceof OutOfMemoryError) {
      print(
          err,
          "out of memory ("
              + e.getMessage()
              + "), with a heap of at most "
              + Runtime.getRuntime().maxMemory() / MEGABYTE
              + " MB; FAASRANK_JAVA_OPTS=-Xmx1g gives it more");
      return Commands.FAULT;
    }
    thrown.printStackTrace(err);
    return Commands.FAULT;
  }

  /** The memory error or failed reading or writing behind it, if that is what it is about. */
  private static Throwable unwrapped(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof OutOfMemoryError) {
        return e;
      }
    }
    Throwable e = thrown;
    while ((e instanceof UncheckedIOException
            || e instanceof ExecutionException
            || e instanceof CompletionException)
        && e.getCause() != null) {
      e = e.getCause();
    }
    return e;
  }

  private static void print(PrintWriter err, String message) {
    err.println(
        "faasrank: " + message.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse(""));
  }
}
