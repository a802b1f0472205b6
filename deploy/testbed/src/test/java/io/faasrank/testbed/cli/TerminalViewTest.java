package io.faasrank.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Guards what is shown while a replay runs, and that a terminal is left clean. */
final class TerminalViewTest {

  private static final ReplayStatus STATUS = status(3);

  @Test
  void aLineNamesCountsAndEachInvoker() {
    assertThat(TerminalView.line(STATUS))
        .isEqualTo(
            "M1 under hashing: 20 of 30 submitted, 10 completed; in flight by invoker: 0 1 2");
    assertThat(TerminalView.line(status(1000))).endsWith(" 17 18 19 and of 980 more");
  }

  @Test
  void aTableHasARowForEachInvokerUpToTwenty() {
    assertThat(TerminalView.table(STATUS)).hasSize(4);
    assertThat(TerminalView.table(STATUS).get(3))
        .contains("invoker 2", "2 in flight")
        .endsWith(" ##");
    assertThat(TerminalView.table(status(100)))
        .hasSize(22)
        .last()
        .isEqualTo("... and 80 more invokers");
  }

  @Test
  void aTerminalIsDrawnOverAndWiped() throws InterruptedException {
    StringWriter screen = new StringWriter();
    CountDownLatch asked = new CountDownLatch(3);
    TerminalView view =
        new TerminalView(
            new PrintWriter(screen),
            true,
            () -> {
              asked.countDown();
              return STATUS;
            });
    asked.await();
    view.close();
    String drawn = screen.toString();
    assertThat(drawn).startsWith("M1 under hashing").contains("\u001b[4AM1 under hashing");
    assertThat(drawn).endsWith("\u001b[4A\u001b[J");
  }

  private static ReplayStatus status(int invokers) {
    List<ReplayStatus.Invoker> rows =
        IntStream.range(0, invokers)
            .mapToObj(i -> new ReplayStatus.Invoker(i, i, 0, 256 * i, 128, 2048, List.of()))
            .toList();
    return new ReplayStatus("M1 under hashing", 30, 20, 10, rows);
  }
}
