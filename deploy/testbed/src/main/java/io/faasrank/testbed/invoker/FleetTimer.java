package io.faasrank.testbed.invoker;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The timer of a fleet: a task that an exception ends is logged, not forgotten. */
final class FleetTimer extends ScheduledThreadPoolExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(FleetTimer.class);

  FleetTimer(int threads) {
    super(
        threads,
        task -> {
          Thread thread = new Thread(task, "emulated-invokers-timer");
          thread.setDaemon(true);
          return thread;
        });
    setRemoveOnCancelPolicy(true);
  }

  /** Runs the task once. */
  Future<?> after(long nanos, Runnable task) {
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
        LOG.error("an event of an emulated invoker failed", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
