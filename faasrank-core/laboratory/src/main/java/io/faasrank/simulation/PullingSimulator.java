package io.faasrank.simulation;

import io.faasrank.simulation.PullingQueue.Container;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * OpenWhisk's own scheduler, its default since 2.0.0, simulated from its source: {@code
 * MemoryQueue}, {@code SchedulingDecisionMaker} and {@code ContainerManager} of the scheduler,
 * {@code FunctionPullingContainerPool} and {@code -Proxy} of the invoker. Activations wait in a
 * queue per action, in the scheduler. Containers ask for them. A queue is checked every 0.1 s and
 * asks for containers by what waits and how long it runs. A container is created where a paused one
 * of the action is, else at a random invoker whose last report, one a second, shows memory; an
 * invoker that has none after all refuses, and the creation is tried again after 0.1, 0.2, ... s,
 * up to five times. A creation that takes longer than 20 s is counted no more, so that a queue may
 * ask for another; its container serves all the same. A container that gets no work for the pause
 * grace is paused, or removed if it has never had any; one whose activation fails or runs into its
 * time limit is removed, and its time tells the queue nothing.
 *
 * <p>Left out: the hops through Kafka, etcd and gRPC, as for all policies here; limits of
 * containers; containers that take several activations at a time; that activations are dropped
 * after 60 s in the queue, since no other policy here drops any; that a queue that is idle for long
 * is removed and made anew; several schedulers.
 */
final class PullingSimulator {

  /** The default of {@code scheduler.in-progress-job-retention}. */
  private static final double CREATION_SECONDS = 20;

  private static final int NONE = -1;
  private static final int RETRIES = 5;
  private static final double RETRY_SECONDS = 0.1;

  private final Platform platform;
  private final Workload workload;
  private final long seed;
  private final List<FunctionProfile> functions;
  private final PullingInvoker[] invokers;
  private final int[][] reserved;
  private final PullingQueue[] queues;
  private final EventQueue ends;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingDouble(Event::seconds).thenComparingInt(Event::id));
  private final SplittableRandom random;
  private final Container[] runsIn;
  private final Completion[] completions;

  /** Creations that count as being in progress. */
  private final Set<Integer> creations = new HashSet<>();

  private int eventId;
  private double now;

  /** What the scheduler or a container does at a time. */
  private record Event(double seconds, int id, Runnable action) {}

  PullingSimulator(
      SimulationSettings settings,
      List<InvokerSettings> cluster,
      boolean knownTimes,
      Workload workload,
      long seed) {
    platform = settings.platform();
    this.workload = workload;
    this.seed = seed;
    functions = workload.functions();
    invokers =
        cluster.stream()
            .map(size -> new PullingInvoker(size, settings, functions))
            .toArray(PullingInvoker[]::new);
    reserved = new int[invokers.length][functions.size()];
    queues = new PullingQueue[functions.size()];
    for (int f = 0; f < queues.length; f++) {
      queues[f] = new PullingQueue();
      if (knownTimes) {
        queues[f].know(functions.get(f).warmSeconds());
      }
    }
    ends = new EventQueue(invokers.length);
    random = new SplittableRandom(seed);
    runsIn = new Container[workload.arrivals().size()];
    completions = new Completion[runsIn.length];
  }

  EpisodeResult run() {
    Calls calls = Calls.of(workload);
    int arrived = 0;
    int completed = 0;
    while (completed < arrived || calls.nextSeconds() < Double.POSITIVE_INFINITY) {
      double planned = events.isEmpty() ? Double.POSITIVE_INFINITY : events.element().seconds();
      double other = Math.min(planned, calls.nextSeconds());
      if (ends.nextSeconds() <= other) {
        SimulatedActivation done = step();
        if (done != null) {
          calls.completed(done.id, now);
          completed++;
        }
      } else if (planned <= calls.nextSeconds()) {
        now = planned;
        events.remove().action().run();
      } else {
        now = calls.nextSeconds();
        arrive(calls.next());
        arrived++;
      }
    }
    return EpisodeResult.of(Arrays.asList(Arrays.copyOf(completions, arrived)), functions);
  }

  private void arrive(int id) {
    SimulatedActivation activation =
        SimulatedActivation.of(workload, id, now, platform.failureShare(), seed);
    int function = activation.function;
    PullingQueue queue = queues[function];
    Container container = queue.takePolling();
    if (container != null) {
      run(activation, container);
      return;
    }
    queue.waiting.add(activation);
    if (Double.isNaN(queue.sinceSeconds)) {
      queue.sinceSeconds = now;
      check(function);
    } else {
      planCheck(function);
    }
  }

  private void planCheck(int function) {
    PullingQueue queue = queues[function];
    if (!queue.checking && !queue.waiting.isEmpty()) {
      queue.checking = true;
      plan(
          queue.nextCheckSeconds(now),
          () -> {
            queue.checking = false;
            check(function);
          });
    }
  }

  private void check(int function) {
    int wanted = queues[function].decide(now);
    queues[function].inProgress += wanted;
    int lastChosen = NONE;
    for (int i = 0; i < wanted; i++) {
      int creation = -1 - eventId++;
      lastChosen = create(creation, function, 0, lastChosen);
    }
    planCheck(function);
  }

  private void givenUp(int creation, int function) {
    if (creations.remove(creation)) {
      queues[function].failed();
    }
  }

  /**
   * Has a container created.
   *
   * @param lastChosen invoker of the request before this one in the same batch, whose memory the
   *     scheduler counts as taken; it forgets those before, as the original does
   * @return where, if at random
   */
  private int create(int creation, int function, int retry, int lastChosen) {
    int memoryMb = functions.get(function).memoryMb();
    int warm = invokerWithPaused(function);
    if (warm != NONE) {
      reserved[warm][function]++;
      start(creation, function, warm, retry, true);
      return lastChosen;
    }
    List<Integer> candidates = new ArrayList<>();
    for (int i = 0; i < invokers.length; i++) {
      int free = invokers[i].reportedFreeMb(now) - (i == lastChosen ? memoryMb : 0);
      if (free >= memoryMb) {
        candidates.add(i);
      }
    }
    if (candidates.isEmpty()) {
      if (retry == 0) {
        queues[function].failed();
      } else {
        givenUp(creation, function);
      }
      return lastChosen;
    }
    int chosen = candidates.get(random.nextInt(candidates.size()));
    start(creation, function, chosen, retry, false);
    return chosen;
  }

  private int invokerWithPaused(int function) {
    for (int i = 0; i < invokers.length; i++) {
      if (invokers[i].paused(function) > reserved[i][function]) {
        return i;
      }
    }
    return NONE;
  }

  private void start(int creation, int function, int invoker, int retry, boolean warm) {
    if (retry == 0) {
      creations.add(creation);
      plan(now + CREATION_SECONDS, () -> givenUp(creation, function));
    }
    SimulatedActivation start = new SimulatedActivation(creation, function, now, 0);
    boolean started = invokers[invoker].start(start, now);
    if (warm) {
      reserved[invoker][function]--;
    }
    if (started) {
      ends.update(invoker, invokers[invoker].nextEventSeconds());
      return;
    }
    invokers[invoker].report();
    if (retry == RETRIES) {
      givenUp(creation, function);
      return;
    }
    plan(
        now + Math.pow(2, retry) * RETRY_SECONDS,
        () -> {
          int unused = create(creation, function, retry + 1, NONE);
        });
  }

  private @Nullable SimulatedActivation step() {
    int invoker = ends.next();
    now = ends.nextSeconds();
    SimulatedActivation ended = invokers[invoker].step(now);
    ends.update(invoker, invokers[invoker].nextEventSeconds());
    if (ended == null) {
      return null;
    }
    PullingQueue queue = queues[ended.function];
    if (ended.containerOnly) {
      queue.created(creations.remove(ended.id));
      pull(new Container(invoker, ended.function, random.nextLong(), !ended.cold, now));
      return null;
    }
    Container container = runsIn[ended.id];
    completions[ended.id] = ended.completion(invoker, now);
    container.used = true;
    if (ended.removesContainer) {
      remove(container);
      return ended;
    }
    queue.ran(now - ended.startSeconds);
    container.lastRunSeconds = now;
    pull(container);
    return ended;
  }

  /** A container asks for work. */
  private void pull(Container container) {
    PullingQueue queue = queues[container.function];
    SimulatedActivation next = queue.waiting.poll();
    if (next != null) {
      run(next, container);
      return;
    }
    queue.polling.add(container);
    double since = container.lastRunSeconds;
    plan(
        since + platform.pauseGraceSeconds(),
        () -> {
          if (container.lastRunSeconds == since && queue.polling.remove(container)) {
            rest(container);
          }
        });
  }

  /** A container has waited for work long enough. */
  private void rest(Container container) {
    if (container.used) {
      queues[container.function].existing--;
      invokers[container.invoker].pause(container.function, now);
    } else {
      remove(container);
    }
  }

  private void remove(Container container) {
    queues[container.function].existing--;
    invokers[container.invoker].remove(container.function, container.used, now);
  }

  private void run(SimulatedActivation activation, Container container) {
    runsIn[activation.id] = container;
    invokers[container.invoker].run(activation, !container.used, now);
    ends.update(container.invoker, invokers[container.invoker].nextEventSeconds());
  }

  private void plan(double seconds, Runnable action) {
    events.add(new Event(seconds, eventId++, action));
  }
}
