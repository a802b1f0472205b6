package io.faasrank.testbed.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faasrank.policy.Decision;
import io.faasrank.simulation.EpisodeObserver;
import io.faasrank.testbed.invoker.ScaledClock;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.testbed.wire.ActionName;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Replays workloads through controllers to emulated invokers, open loop: every activation is
 * submitted at its arrival, however the earlier ones fare, and its completion time counts from its
 * arrival in the workload, so that a late submission shortens nothing.
 *
 * <p>The invokers must run at the same time scale. Each activation carries its costs in parameter
 * {@code emulate}, so that any workload can be replayed.
 */
public final class LocalReplay {

  /** Namespace of the caller and of the actions. */
  private static final String NAMESPACE = "guest";

  private static final String VERSION = "0.0.1";
  private static final double MILLIS_PER_SECOND = 1000;

  /** OpenWhisk's longest time limit; the simulator has no time limit. */
  static final int TIME_LIMIT_MILLIS = 300_000;

  /** Smallest memory of OpenWhisk, so that a warm-up's containers are easily evicted. */
  private static final FunctionProfile WARM_UP = new FunctionProfile("warm-up", 128, 0.02, 0.01, 0);

  /** Between two looks while the last activations run. Chosen: about half a second at scale 18. */
  private static final long LOOK_MILLIS = 30;

  /** In place of a decision where the stock rule places, or nothing has been decided yet. */
  private static final Decision NOBODY_ASKED = new Decision();

  private final List<StandInController> controllers;
  private final TimeScale scale;
  private final Duration patience;

  /**
   * @param controllers to which activations go in turn
   * @param patience longest wait for the last completion after the last arrival, in real time
   */
  public LocalReplay(List<StandInController> controllers, TimeScale scale, Duration patience) {
    this.controllers = List.copyOf(controllers);
    this.scale = scale;
    this.patience = patience;
  }

  /**
   * Runs so many activations of a small action of its own, one after the other, so that the code is
   * compiled and Kafka knows the topics before anything is measured. Invokers are left with idle
   * containers of that action, which are the first to be evicted.
   *
   * @param observer hears of them as {@link #run(Workload, EpisodeObserver)} has it, so that it is
   *     warm as well
   * @return those that completed within the patience
   */
  public int warmUp(int activations, EpisodeObserver observer) {
    int completed = 0;
    for (int i = 0; i < activations; i++) {
      int number = i;
      CompletableFuture<ActivationResult> end =
          controller(i)
              .publish(
                  submission(WARM_UP, 1),
                  decision -> hears(() -> observer.decided(number, 0, decision)));
      await(List.of(end), () -> {});
      completed += end.isDone() && !end.isCompletedExceptionally() ? 1 : 0;
    }
    return completed;
  }

  /** Replays a workload and waits for its end; when interrupted, returns what there is. */
  public ReplayResult run(Workload workload) {
    return run(workload, EpisodeObserver.NONE);
  }

  /**
   * As {@link #run(Workload)}.
   *
   * @param observer hears of each decision, of one without candidates as an activation comes that
   *     the stock rule places or that waits in the controller, and of some times at which
   *     activations may have completed; of one thing at a time
   */
  public ReplayResult run(Workload workload, EpisodeObserver observer) {
    ScaledClock clock = ScaledClock.of(scale);
    List<ReplayedArrival> replayed = new ArrayList<>(workload.arrivals().size());
    for (Arrival arrival : workload.arrivals()) {
      awaitTime(clock, arrival.seconds());
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
      FunctionProfile function = workload.functions().get(arrival.function());
      int number = replayed.size();
      double submitted = clock.seconds();
      AtomicBoolean seen = new AtomicBoolean();
      CompletableFuture<ActivationResult> end =
          controller(number)
              .publish(
                  submission(function, arrival.durationFactor()),
                  decision -> {
                    seen.set(true);
                    hears(() -> observer.decided(number, clock.seconds(), decision));
                  });
      if (!seen.get()) {
        hears(() -> observer.decided(number, clock.seconds(), NOBODY_ASKED));
      }
      replayed.add(new ReplayedArrival(arrival, function, submitted, end));
    }
    await(
        replayed.stream().map(ReplayedArrival::end).toList(),
        () -> hears(() -> observer.completed(clock.seconds())));
    return ReplayedArrival.result(replayed, workload.functions(), scale);
  }

  /** Lets an observer hear of something while no other thread does. */
  private synchronized void hears(Runnable event) {
    event.run();
  }

  private StandInController controller(int activation) {
    return controllers.get(activation % controllers.size());
  }

  private static void awaitTime(ScaledClock clock, double seconds) {
    long nanos = clock.nanosUntil(seconds);
    while (nanos > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(nanos);
      nanos = clock.nanosUntil(seconds);
    }
  }

  /**
   * @param look called now and then meanwhile
   */
  private void await(List<CompletableFuture<ActivationResult>> ends, Runnable look) {
    CountDownLatch open = new CountDownLatch(ends.size());
    for (CompletableFuture<ActivationResult> end : ends) {
      CompletableFuture<ActivationResult> unused =
          end.whenComplete((result, failure) -> open.countDown());
    }
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      // what is open after that is reported as unfinished
      while (!open.await(LOOK_MILLIS, TimeUnit.MILLISECONDS) && System.nanoTime() - deadline < 0) {
        look.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Submission submission(FunctionProfile function, double durationFactor) {
    return new Submission(
        NAMESPACE,
        new ActionName(NAMESPACE, function.name(), VERSION),
        function.memoryMb(),
        true,
        content(function, durationFactor));
  }

  private static JsonNode content(FunctionProfile function, double durationFactor) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    ObjectNode emulate = content.putObject("emulate");
    if (!Double.isNaN(function.createSeconds())) {
      emulate.put("createMillis", function.createSeconds() * MILLIS_PER_SECOND);
    }
    emulate
        .put("memoryMb", function.memoryMb())
        .put("initMillis", function.initSeconds() * MILLIS_PER_SECOND)
        .put("runMillis", function.warmSeconds() * durationFactor * MILLIS_PER_SECOND)
        .put("timeLimitMillis", TIME_LIMIT_MILLIS);
    return content;
  }
}
