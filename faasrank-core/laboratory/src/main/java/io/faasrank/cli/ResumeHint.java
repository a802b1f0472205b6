package io.faasrank.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;

/**
 * Says how to go on with a training that does not come to its end, whatever ends it: Ctrl-C, a
 * request to terminate, or a failure.
 */
final class ResumeHint implements AutoCloseable {

  private final List<String> arguments;
  private final BooleanSupplier resumable;
  private final PrintWriter err;
  private final Thread hook = new Thread(this::print, "resume-hint");
  private boolean needed = true;

  /**
   * @param line the command's
   * @param resumable whether there is a checkpoint
   */
  ResumeHint(CommandLine line, BooleanSupplier resumable) {
    CommandLine root = line;
    while (root.getParent() != null) {
      root = root.getParent();
    }
    this.arguments = root.getParseResult().originalArgs();
    this.resumable = resumable;
    this.err = line.getErr();
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The training has come to its end. */
  synchronized void notNeeded() {
    needed = false;
  }

  private synchronized void print() {
    if (needed) {
      needed = false;
      err.println("faasrank: " + text(arguments, resumable.getAsBoolean()));
      err.flush();
    }
  }

  /** What to do, with the arguments that were given. */
  static String text(List<String> arguments, boolean resumable) {
    if (!resumable) {
      return "the training ended before its first checkpoint; there is nothing to resume";
    }
    List<String> words = new ArrayList<>(List.of("faasrank"));
    arguments.forEach(argument -> words.add(ExperimentOptions.quoted(argument)));
    if (arguments.stream().noneMatch("--resume"::equalsIgnoreCase)) {
      words.add("--resume");
    }
    return "the training did not come to its end; it goes on with: " + String.join(" ", words);
  }

  @Override
  public void close() {
    try {
      if (Runtime.getRuntime().removeShutdownHook(hook)) {
        print();
      }
    } catch (IllegalStateException e) {
      // the process is ending, and the hook prints
    }
  }
}
