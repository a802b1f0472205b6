package io.faasrank.testbed.cli;

import io.faasrank.testbed.demo.LearnActs;
import io.faasrank.testbed.local.LocalCluster;
import java.io.PrintWriter;

/**
 * Shows what the acts tell: lines on standard output, what is being done now and the invokers in
 * the terminal's table and on the live page.
 */
final class ActShow implements LearnActs.Audience, AutoCloseable {

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private final LiveStory story;
  private final LocalCluster cluster;
  private TerminalView view;
  private volatile String stage = "starting";

  /**
   * @param terminal whether standard error is one
   */
  ActShow(
      PrintWriter out, PrintWriter err, boolean terminal, LiveStory story, LocalCluster cluster) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.story = story;
    this.cluster = cluster;
    this.view = new TerminalView(err, terminal, this::status);
    story.begins(this::status);
  }

  private ReplayStatus status() {
    long dispatched =
        cluster.controllers().stream().mapToLong(each -> each.totals().dispatched()).sum();
    long completed =
        cluster.controllers().stream().mapToLong(each -> each.totals().completed()).sum();
    return ReplayStatus.of(
        stage, Math.toIntExact(dispatched), dispatched, completed, cluster.fleet());
  }

  @Override
  public synchronized void says(String line) {
    view.close();
    out.println(line);
    out.flush();
    story.note(line);
    view = new TerminalView(err, terminal, this::status);
  }

  @Override
  public void stage(String words) {
    stage = words;
  }

  @Override
  public synchronized void close() {
    view.close();
    story.stage("it has ended");
  }
}
