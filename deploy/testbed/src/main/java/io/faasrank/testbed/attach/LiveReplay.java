package io.faasrank.testbed.attach;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.EpisodeObserver;
import io.faasrank.testbed.invoker.EmulatedInvokers;
import io.faasrank.testbed.invoker.ScaledClock;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays a workload through OpenWhisk's API in real time, open loop, with blocking invocations. A
 * completion time counts from the arrival in the workload to the answer; where the controller
 * answers before the end, as it does after 60 s, to the end on the emulated invoker.
 */
public final class LiveReplay {

  private static final Logger LOG = LoggerFactory.getLogger(LiveReplay.class);

  /** Longest wait for the last completion after the last arrival. Chosen. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /**
   * Longest wait for a controller that has not yet read how the invokers answered its tests; they
   * count as tested once they have answered. Chosen: far more than a busy machine needs.
   */
  private static final Duration USABLE_WITHIN = Duration.ofSeconds(20);

  private static final Duration AGAIN = Duration.ofMillis(200);

  /** How soon a refusal ends a replay, and how often an observer hears of it. */
  private static final long LOOK_NANOS = 100_000_000;

  private static final int DONE = 200;
  private static final int NOT_YET = 202;

  /** An activation that has ended. */
  private record Answered(String activationId, Completion completion) {}

  private final OpenWhiskApi api;
  private final BenchmarkActions actions;
  private final RunBook runs;
  private final AtomicInteger submitted = new AtomicInteger();
  private final AtomicInteger completed = new AtomicInteger();

  /** What the API said when it first refused an invocation. */
  private final CompletableFuture<String> refusal = new CompletableFuture<>();

  /**
   * @param fleet the emulated invokers, whose runs are listened to from now on
   */
  public LiveReplay(OpenWhiskApi api, BenchmarkActions actions, EmulatedInvokers fleet) {
    this(api, actions, new RunBook());
    fleet.listen(runs);
  }

  /**
   * @param runs hears of what invokers run
   */
  LiveReplay(OpenWhiskApi api, BenchmarkActions actions, RunBook runs) {
    this.api = api;
    this.actions = actions;
    this.runs = runs;
  }

  /** Activations of the present replay submitted so far. */
  public int submitted() {
    return submitted.get();
  }

  /** Activations of the present replay completed so far. */
  public int completed() {
    return completed.get();
  }

  /**
   * Invokes a function until an invocation succeeds, for some seconds: at first no controller may
   * be able to run it, or to answer.
   *
   * @param anywhere whether an invoker of others may run it
   * @throws ExperimentFailedException when that fails, or an emulated invoker did not run it where
   *     it had to
   */
  public void probe(FunctionProfile function, boolean anywhere) {
    long deadline = System.nanoTime() + USABLE_WITHIN.toNanos();
    OpenWhiskApi.Reply reply = invoke(function);
    while ((reply == null || reply.status() / 100 == 5) && System.nanoTime() - deadline < 0) {
      AttachedCluster.sleep(AGAIN);
      reply = invoke(function);
    }
    if (reply == null) {
      throw new ExperimentFailedException("%s: no answer to an invocation".formatted(api));
    }
    if (reply.status() != DONE) {
      throw new ExperimentFailedException(
          "%s: an invocation failed: %s".formatted(api, reply.error()));
    }
    if (!anywhere && !runs.of(reply.activationId()).isDone()) {
      throw new ExperimentFailedException(
          "%s: an invocation was run, but by no emulated invoker; --kafka and --topic-prefix must be"
                  .formatted(api)
              + " those of this OpenWhisk");
    }
  }

  /** Null when there is no answer. */
  private OpenWhiskApi.@Nullable Reply invoke(FunctionProfile function) {
    try {
      return api.invoke(actions.path(function), JsonNodeFactory.instance.objectNode()).get();
    } catch (ExecutionException e) {
      LOG.debug("no answer to an invocation", e);
      return null;
    } catch (InterruptedException e) {
      throw (CancellationException) new CancellationException("interrupted").initCause(e);
    }
  }

  /**
   * Replays a workload and waits for its end.
   *
   * @throws ExperimentFailedException when the API refuses invocations
   */
  public LiveResult run(Workload workload) {
    return run(workload, EpisodeObserver.NONE);
  }

  /**
   * As {@link #run(Workload)}.
   *
   * @param observer hears of times at which activations may have completed, some ten a second, by
   *     the thread that calls this; decisions are in the controller
   */
  public LiveResult run(Workload workload, EpisodeObserver observer) {
    submitted.set(0);
    completed.set(0);
    ScaledClock clock = ScaledClock.of(TimeScale.REAL);
    List<CompletableFuture<Answered>> ends = new ArrayList<>(workload.arrivals().size());
    double latest = 0;
    for (Arrival arrival : workload.arrivals()) {
      awaitTime(clock, arrival.seconds(), observer);
      latest = Math.max(latest, clock.seconds() - arrival.seconds());
      ends.add(submit(workload.functions().get(arrival.function()), arrival, clock));
    }
    return collect(ends, latest, () -> observer.completed(clock.seconds()));
  }

  private void awaitTime(ScaledClock clock, double seconds, EpisodeObserver observer) {
    for (long nanos = 1; nanos > 0; nanos = clock.nanosUntil(seconds)) {
      LockSupport.parkNanos(Math.min(nanos, LOOK_NANOS));
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted");
      }
      endIfRefused();
      observer.completed(clock.seconds());
    }
  }

  private void endIfRefused() {
    String said = refusal.getNow(null);
    if (said != null) {
      throw new ExperimentFailedException("%s refuses invocations: %s".formatted(api, said));
    }
  }

  private CompletableFuture<Answered> submit(
      FunctionProfile function, Arrival arrival, ScaledClock clock) {
    submitted.incrementAndGet();
    return api.invoke(actions.path(function), parameters(arrival))
        .thenCompose(
            reply ->
                ended(reply, arrival, clock)
                    .thenApply(completion -> new Answered(reply.activationId(), completion)))
        .whenComplete((completion, failure) -> completed.incrementAndGet());
  }

  private static JsonNode parameters(Arrival arrival) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.putObject("emulate").put("factor", arrival.durationFactor());
    return parameters;
  }

  private CompletableFuture<Completion> ended(
      OpenWhiskApi.Reply reply, Arrival arrival, ScaledClock clock) {
    double now = clock.seconds();
    CompletableFuture<RunBook.Ran> ran = runs.of(reply.activationId());
    if (reply.status() == NOT_YET) {
      // by the thread that ends it, in that moment
      return ran.thenApply(run -> completion(arrival, run, clock.seconds()));
    }
    if (reply.status() == DONE) {
      return CompletableFuture.completedFuture(
          ran.isDone()
              ? completion(arrival, ran.join(), now)
              : elsewhere(arrival, reply.body(), now));
    }
    if (reply.status() / 100 == 4) {
      boolean unused = refusal.complete(reply.error());
    }
    return CompletableFuture.failedFuture(new ExperimentFailedException(reply.error()));
  }

  private static Completion completion(Arrival arrival, RunBook.Ran ran, double endSeconds) {
    return new Completion(
        arrival.function(),
        ran.invoker(),
        arrival.seconds(),
        endSeconds,
        ran.run().queueSeconds(),
        ran.run().cold());
  }

  /**
   * A completion on an invoker that is not one of ours; its record says whether the start was cold.
   */
  private static Completion elsewhere(
      Arrival arrival, @Nullable JsonNode record, double endSeconds) {
    boolean cold = false;
    if (record != null) {
      for (JsonNode annotation : record.path("annotations")) {
        cold |= annotation.path("key").asText().equals("initTime");
      }
    }
    return new Completion(
        arrival.function(), LiveResult.ELSEWHERE, arrival.seconds(), endSeconds, 0, cold);
  }

  private LiveResult collect(
      List<CompletableFuture<Answered>> ends, double latestSeconds, Runnable look) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    awaitEnds(ends, deadline, look);
    endIfRefused();
    List<Completion> completions = new ArrayList<>(ends.size());
    List<String> ids = new ArrayList<>(ends.size());
    String firstFailure = null;
    for (CompletableFuture<Answered> end : ends) {
      try {
        Answered answered = end.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        completions.add(answered.completion);
        ids.add(answered.activationId);
      } catch (ExecutionException e) {
        firstFailure = firstFailure == null ? String.valueOf(e.getCause()) : firstFailure;
      } catch (TimeoutException e) {
        firstFailure = firstFailure == null ? "no end within " + PATIENCE : firstFailure;
      } catch (InterruptedException e) {
        throw (CancellationException) new CancellationException("interrupted").initCause(e);
      }
    }
    return new LiveResult(
        completions, ids, ends.size() - completions.size(), firstFailure, latestSeconds);
  }

  /** Waits until all have ended, the first is refused, or patience runs out. */
  private void awaitEnds(List<CompletableFuture<Answered>> ends, long deadline, Runnable look) {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new));
    CompletableFuture<Object> any = CompletableFuture.anyOf(refusal, all);
    while (!any.isDone() && System.nanoTime() - deadline < 0) {
      try {
        Object unused = any.get(LOOK_NANOS, TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        LOG.debug("not every activation completed", e);
      } catch (TimeoutException e) {
        look.run();
      } catch (InterruptedException e) {
        throw (CancellationException) new CancellationException("interrupted").initCause(e);
      }
    }
  }
}
