package io.faasrank.testbed.demo;

import io.faasrank.testbed.local.LocalCluster;
import io.faasrank.workload.Workload;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Activations that keep coming to a cluster, whatever else is done with it, until it is closed. */
public final class SteadyTraffic implements AutoCloseable {

  private final Thread thread;
  private volatile boolean over;
  private volatile @Nullable RuntimeException failure;

  private SteadyTraffic(LocalCluster cluster, Workload workload) {
    thread = new Thread(() -> run(cluster, workload), "steady-traffic");
    thread.setDaemon(true);
    thread.start();
  }

  /** Begins to replay a workload that is long enough. */
  public static SteadyTraffic begin(LocalCluster cluster, Workload workload) {
    return new SteadyTraffic(cluster, workload);
  }

  private void run(LocalCluster cluster, Workload workload) {
    try {
      cluster.run(workload);
    } catch (CancellationException e) {
      // closed
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      over = true;
    }
  }

  /**
   * Whether activations still come.
   *
   * @throws RuntimeException that ended them
   */
  public boolean flows() {
    RuntimeException ended = failure;
    if (ended != null) {
      throw ended;
    }
    return !over;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
