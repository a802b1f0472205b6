package io.faasrank.testbed.controller;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** Submits activations at a steady rate, whatever becomes of them. */
final class Load implements AutoCloseable {

  private final TestCluster cluster;
  private final int runMillis;
  private final Thread thread = new Thread(this::background, "load");
  private volatile int perSecond;
  final List<CompletableFuture<ActivationResult>> ends = new CopyOnWriteArrayList<>();

  /**
   * @param runMillis how long each activation runs, in virtual milliseconds
   */
  Load(TestCluster cluster, int runMillis) {
    this.cluster = cluster;
    this.runMillis = runMillis;
  }

  /** Goes on in the background until it is closed. */
  static Load inBackground(TestCluster cluster, int runMillis, int perSecond) {
    Load load = new Load(cluster, runMillis);
    load.perSecond(perSecond);
    load.thread.setDaemon(true);
    load.thread.start();
    return load;
  }

  /** Goes on in the background at another rate. */
  void perSecond(int rate) {
    perSecond = rate;
  }

  private void background() {
    for (int rate = perSecond; rate > 0; rate = perSecond) {
      run(rate, Duration.ofMillis(100));
    }
  }

  /** Submits for so long; one that comes late is made good at once. */
  void run(int rate, Duration time) {
    long start = System.nanoTime();
    long count = rate * time.toMillis() / 1000;
    for (long i = 0; i < count; i++) {
      awaitTime(start + i * TimeUnit.SECONDS.toNanos(1) / rate);
      ends.add(cluster.publish(ends.size(), runMillis));
    }
    awaitTime(start + time.toNanos());
  }

  private static void awaitTime(long nanos) {
    for (long wait = nanos - System.nanoTime(); wait > 0; wait = nanos - System.nanoTime()) {
      LockSupport.parkNanos(wait);
    }
  }

  /** What became of all, refused ones apart, once all have ended; a controller tells that last. */
  List<ActivationResult> results() {
    Awaitility.await().until(() -> ends.stream().allMatch(CompletableFuture::isDone));
    return ends.stream()
        .filter(end -> !end.isCompletedExceptionally())
        .map(CompletableFuture::join)
        .toList();
  }

  /** Submits no more, and returns once that is so. */
  void stop() {
    perSecond(0);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
