package io.faasrank.testbed.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Shows a replay while it runs: on a terminal a table that is drawn over, elsewhere a line every
 * few seconds. Closing wipes the table.
 */
final class TerminalView implements AutoCloseable {

  private static final Duration REDRAW = Duration.ofMillis(250);
  private static final Duration LINE = Duration.ofSeconds(5);

  /** Most invokers shown; of the others only the number is. */
  private static final int MOST_ROWS = 20;

  private static final int LONGEST_BAR = 40;

  private final PrintWriter out;
  private final boolean terminal;
  private final Supplier<ReplayStatus> status;
  private final Thread thread;
  private volatile boolean closed;
  private int drawn;

  /**
   * @param out standard error
   * @param terminal whether that is a terminal
   */
  TerminalView(PrintWriter out, boolean terminal, Supplier<ReplayStatus> status) {
    this.out = out;
    this.terminal = terminal;
    this.status = status;
    this.thread = new Thread(this::run, "live-view");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!closed) {
        if (terminal) {
          draw(status.get());
          Thread.sleep(REDRAW.toMillis());
        } else {
          out.println(line(status.get()));
          out.flush();
          Thread.sleep(LINE.toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One line: counts, and the activations in flight on each invoker. */
  static String line(ReplayStatus now) {
    int more = now.invokers().size() - MOST_ROWS;
    return "%s: %s; in flight by invoker: %s%s"
        .formatted(
            now.title(),
            now.counts(),
            now.invokers().stream()
                .limit(MOST_ROWS)
                .map(invoker -> Integer.toString(invoker.inflight()))
                .collect(Collectors.joining(" ")),
            more > 0 ? " and of %s more".formatted(more) : "");
  }

  /** The table, a line each. */
  static List<String> table(ReplayStatus now) {
    List<String> lines =
        now.invokers().stream()
            .limit(MOST_ROWS)
            .map(TerminalView::row)
            .collect(Collectors.toList());
    lines.add(0, now.title() + ": " + now.counts());
    if (now.invokers().size() > MOST_ROWS) {
      lines.add("... and %s more invokers".formatted(now.invokers().size() - MOST_ROWS));
    }
    return lines;
  }

  private static String row(ReplayStatus.Invoker invoker) {
    return "  invoker %-4s %3s in flight  %5s MB busy  %5s MB warm  %s"
        .formatted(
            invoker.number(),
            invoker.inflight(),
            invoker.busyMb(),
            invoker.warmMb(),
            "#".repeat(Math.min(LONGEST_BAR, invoker.inflight())));
  }

  private synchronized void draw(ReplayStatus now) {
    if (closed) {
      return;
    }
    List<String> lines = table(now);
    StringBuilder text = new StringBuilder(up(drawn));
    lines.forEach(line -> text.append(line).append("\u001b[K\n"));
    drawn = lines.size();
    out.print(text);
    out.flush();
  }

  private static String up(int lines) {
    return lines == 0 ? "" : "\u001b[" + lines + "A";
  }

  @Override
  public synchronized void close() {
    closed = true;
    thread.interrupt();
    if (drawn > 0) {
      out.print(up(drawn) + "\u001b[J");
      out.flush();
    }
  }
}
