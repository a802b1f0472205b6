package io.faasrank.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error if that is a terminal; otherwise nothing at all. */
final class Progress implements AutoCloseable {

  private static final int UPDATE_MILLIS = 200;

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * Opens a bar.
   *
   * @param wanted false for none in any case
   */
  static Progress open(String task, long steps, boolean wanted) {
    if (!wanted || !Terminal.standardError()) {
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(steps)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .setStyle(ProgressBarStyle.ASCII)
            .clearDisplayOnFinish()
            .build());
  }

  /** Whether there is a bar to be seen. */
  boolean shown() {
    return bar != null;
  }

  /** Sets the number of steps done, and the text behind the bar. */
  void stepTo(long steps, String message) {
    if (bar != null) {
      bar.stepTo(steps);
      bar.setExtraMessage(message);
    }
  }

  /** One step done; may be called by any thread. */
  void step() {
    if (bar != null) {
      bar.step();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
