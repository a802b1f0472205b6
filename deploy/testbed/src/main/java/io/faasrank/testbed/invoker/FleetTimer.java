package io.faasrank.testbed.invoker;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A timer of daemon threads: a task that an exception ends is logged, not forgotten. */
public final class FleetTimer extends ScheduledThreadPoolExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(FleetTimer.class);

  private final String name;

  /**
   * @param name of its threads
   */
  public FleetTimer(String name, int threads) {
    super(
        threads,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
    this.name = name;
    setRemoveOnCancelPolicy(true);
  }

  /** Runs the task once. */
  public Future<?> after(long nanos, Runnable task) {
    return schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
    super.afterExecute(task, thrown);
    if (task instanceof Future<?> future && future.isDone()) {
      try {
        future.get();
      } catch (CancellationException e) {
        LOG.trace("cancelled", e);
      } catch (ExecutionException e) {
        LOG.error("a task of {} failed", name, e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
