package io.faasrank.testbed.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/** What is logged while it is open, in place of the console. */
public final class CapturedLog implements AutoCloseable {

  private final PrintStream console = System.err;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  public CapturedLog() {
    System.setErr(new PrintStream(log, true, UTF_8));
  }

  /** Lines that name the topic. */
  public List<String> linesOf(String topic) {
    return log.toString(UTF_8).lines().filter(line -> line.contains("topic " + topic)).toList();
  }

  @Override
  public void close() {
    System.setErr(console);
  }
}
