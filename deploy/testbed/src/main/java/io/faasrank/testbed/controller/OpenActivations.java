package io.faasrank.testbed.controller;

import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.testbed.wire.ActivationRecord;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The activations in flight, each with what its end gives back: memory, a time-out to cancel, the
 * caller's result. An acknowledgement or a time-out removes it, and only one of them can, so each
 * ends once. Thread-safe.
 */
final class OpenActivations {

  /** One activation in flight. */
  static final class OpenActivation {

    final String activationId;
    final int invoker;
    final int memoryMb;
    final CompletableFuture<ActivationResult> result;
    private final long submittedNanos;
    private volatile @Nullable ActivationRecord record;
    private volatile @Nullable Future<?> timeout;

    OpenActivation(
        String activationId,
        int invoker,
        int memoryMb,
        long submittedNanos,
        CompletableFuture<ActivationResult> result) {
      this.result = result;
      this.activationId = activationId;
      this.invoker = invoker;
      this.memoryMb = memoryMb;
      this.submittedNanos = submittedNanos;
    }

    void timeout(Future<?> pending) {
      timeout = pending;
    }

    /** Notes the record that came before the end. */
    void record(@Nullable ActivationRecord early) {
      record = early;
    }

    /** Tells the caller. */
    void end(Outcome outcome, @Nullable ActivationRecord last, long nowNanos) {
      Future<?> pending = timeout;
      if (pending != null) {
        pending.cancel(false);
      }
      ActivationRecord known = last != null ? last : record;
      result.complete(
          new ActivationResult(activationId, invoker, outcome, nowNanos - submittedNanos, known));
    }
  }

  private final Map<String, OpenActivation> entries = new ConcurrentHashMap<>();

  void add(OpenActivation entry) {
    entries.put(entry.activationId, entry);
  }

  @Nullable OpenActivation find(String activationId) {
    return entries.get(activationId);
  }

  /** Takes it out; null when it has ended, or never was. */
  @Nullable OpenActivation remove(String activationId) {
    return entries.remove(activationId);
  }

  int size() {
    return entries.size();
  }

  /** Cancels all that is left. */
  void cancel() {
    entries.values().forEach(entry -> entry.result.cancel(false));
    entries.clear();
  }
}
