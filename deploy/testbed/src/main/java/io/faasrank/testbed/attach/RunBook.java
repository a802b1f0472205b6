package io.faasrank.testbed.attach;

import io.faasrank.simulation.FinishedRun;
import io.faasrank.testbed.invoker.RunListener;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** What emulated invokers have run, by activation. Thread-safe. */
final class RunBook implements RunListener {

  private final Map<String, CompletableFuture<Ran>> runs = new ConcurrentHashMap<>();

  /** A run, and the number of the invoker. */
  record Ran(int invoker, FinishedRun run) {}

  @Override
  public void ran(int invoker, String activationId, FinishedRun run) {
    boolean unused = of(activationId).complete(new Ran(invoker, run));
  }

  /** The run of an activation, once it has ended here. */
  CompletableFuture<Ran> of(String activationId) {
    return runs.computeIfAbsent(activationId, id -> new CompletableFuture<>());
  }
}
