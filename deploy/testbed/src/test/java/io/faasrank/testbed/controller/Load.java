package io.faasrank.testbed.controller;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Submits activations at a steady rate, whatever becomes of them. */
final class Load {

  private final TestCluster cluster;
  private final int runMillis;
  final List<CompletableFuture<ActivationResult>> ends = new ArrayList<>();

  /**
   * @param runMillis how long each activation runs, in virtual milliseconds
   */
  Load(TestCluster cluster, int runMillis) {
    this.cluster = cluster;
    this.runMillis = runMillis;
  }

  /** Submits for so long; one that comes late is made good at once. */
  void run(int perSecond, Duration time) {
    long start = System.nanoTime();
    long count = perSecond * time.toMillis() / 1000;
    for (long i = 0; i < count; i++) {
      long due = start + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      ends.add(cluster.publish(ends.size(), runMillis));
    }
  }

  /** All that has ended. */
  List<ActivationResult> results() {
    return ends.stream()
        .filter(end -> end.isDone() && !end.isCompletedExceptionally())
        .map(CompletableFuture::join)
        .toList();
  }
}
