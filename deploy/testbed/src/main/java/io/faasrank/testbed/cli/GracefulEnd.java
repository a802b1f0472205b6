package io.faasrank.testbed.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
    silenceLibraries();
    interrupt();
    try {
      // the process ends either way
      boolean unused = closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A broker that is stopped in the middle of its start logs the exceptions that this causes. What
   * the command itself says goes to the stream that standard error was before.
   */
  private static void silenceLibraries() {
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
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
    return ending || shuttingDown();
  }

  /** Also before the hook has run: hooks run in no order, and a process that ends takes no more. */
  private static boolean shuttingDown() {
    Thread probe = new Thread(() -> {}, "probe");
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      boolean unused = Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
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
