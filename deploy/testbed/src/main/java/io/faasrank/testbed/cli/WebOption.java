package io.faasrank.testbed.cli;

import io.faasrank.experiment.Options;
import io.faasrank.testbed.web.LivePage;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --web} of all commands that replay. */
final class WebOption {

  @Option(
      names = "--web",
      arity = "0..1",
      fallbackValue = "0",
      paramLabel = "PORT",
      description =
          "Also show it live on a page at http://127.0.0.1:PORT/, or on a free port where none is"
              + " given.")
  private @Nullable Integer web;

  /** Ends a live page. */
  interface OpenPage extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Opens the live page if it is wanted, and says where it is.
   *
   * @return what closes it
   * @throws IllegalArgumentException naming the option, when the port cannot be had
   */
  OpenPage page(LiveStory story, PrintWriter err) {
    Integer port = web;
    if (port == null) {
      return () -> {};
    }
    Options.require(
        port >= 0 && port <= 65_535, "--web: expected a port from 0 to 65535, found " + port);
    try {
      LivePage page = LivePage.open(port, story::json);
      err.println("faasrank: live page at " + page.address());
      return page::close;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--web: port " + port + " of 127.0.0.1 cannot be had: " + e.getMessage(), e);
    }
  }
}
