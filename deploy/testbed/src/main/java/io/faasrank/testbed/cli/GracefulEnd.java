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
  private boolean ending;
  private boolean interruptible;

  GracefulEnd() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void end() {
    interrupt();
    try {
      // the process ends either way
      boolean unused = closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void interrupt() {
    ending = true;
    if (interruptible) {
      command.interrupt();
    }
  }

  private synchronized void interruptible(boolean whether) {
    interruptible = whether;
    if (ending && whether) {
      throw new CancellationException("interrupted");
    }
  }

  private synchronized boolean ending() {
    return ending;
  }

  /**
   * To be called between steps that must not be interrupted.
   *
   * @throws CancellationException after Ctrl-C
   */
  void goOn() {
    if (ending()) {
      throw new CancellationException("interrupted");
    }
  }

  /**
   * Runs what Ctrl-C interrupts. Opening before it and closing after it are not interrupted.
   *
   * @throws CancellationException after Ctrl-C, whatever the interrupt broke
   */
  <T> T interruptibly(Supplier<T> body) {
    interruptible(true);
    try {
      return body.get();
    } catch (RuntimeException e) {
      if (ending()) {
        throw (CancellationException) new CancellationException("interrupted").initCause(e);
      }
      throw e;
    } finally {
      interruptible(false);
      boolean unused = Thread.interrupted();
    }
  }

  /**
   * Opens something that could not be closed if Ctrl-C interrupted its opening. If it cannot be
   * opened because the process is ending (a library may add a shutdown hook of its own), that is
   * not an error.
   *
   * @throws CancellationException then
   */
  <T> T undisturbed(Supplier<T> opening) {
    try {
      return opening.get();
    } catch (RuntimeException | LinkageError e) {
      if (ending()) {
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
