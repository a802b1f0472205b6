package io.faasrank.testbed.cli;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets Ctrl-C, or a request to terminate, end a command as an interrupt would: what the command has
 * opened is closed before the process ends. To be opened before everything else in the command's
 * thread, and so closed after it.
 */
final class GracefulEnd implements AutoCloseable {

  /** Longest time for closing; a second Ctrl-C does not shorten it. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Thread command = Thread.currentThread();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "graceful-end");
  private volatile boolean ending;

  GracefulEnd() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void end() {
    ending = true;
    command.interrupt();
    try {
      // the process ends either way
      boolean unused = closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Runs what Ctrl-C interrupts; what is closed after that may wait again.
   *
   * @throws CancellationException after Ctrl-C, whatever the interrupt broke
   */
  <T> T interruptibly(Supplier<T> body) {
    try {
      return body.get();
    } catch (RuntimeException e) {
      boolean unused = Thread.interrupted();
      if (ending) {
        throw (CancellationException) new CancellationException("interrupted").initCause(e);
      }
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending, and the hook waits
      closed.countDown();
    }
  }
}
