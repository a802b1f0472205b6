package io.faasrank.simulation;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterSums;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.CoprimeSteps;
import io.faasrank.cluster.CountedSums;
import io.faasrank.cluster.HashingWalk;
import io.faasrank.cluster.WorkEstimate;
import io.faasrank.policy.Oracle;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The invokers of one episode and what the scheduler knows of them. It knows exactly what it has
 * dispatched and seen complete; containers and resource metrics it knows from reports, as late as
 * real ones.
 */
final class SimulatedCluster implements ClusterView, Oracle, ContainerCounts {

  private final SimulatedInvoker[] invokers;
  private final InvokerMeter[] meters;
  private final ReportedContainers[] reports;
  private final int[] inflight;
  private final int[][] inflightByAction;
  private final int[] reservedMb;
  private final long[] workMbMillis;
  private final CountedSums sums;
  private final HashingWalk[] walks;
  private final Action[] actions;
  private final int[] concurrency;
  private final MeasuredTimes measured;
  private final EventQueue events;
  private double now;
  private @Nullable SimulatedActivation deciding;

  SimulatedCluster(
      SimulationSettings settings, List<InvokerSettings> sizes, Workload workload, long seed) {
    List<FunctionProfile> functions = workload.functions();
    int count = sizes.size();
    invokers = new SimulatedInvoker[count];
    meters = new InvokerMeter[count];
    reports = new ReportedContainers[count];
    inflight = new int[count];
    inflightByAction = new int[count][functions.size()];
    reservedMb = new int[count];
    workMbMillis = new long[count];
    sums = new CountedSums(this);
    for (int i = 0; i < count; i++) {
      meters[i] = InvokerMeter.of(i, sizes.get(i), settings, seed);
      invokers[i] = new SimulatedInvoker(sizes.get(i), settings, functions, meters[i]);
      reports[i] =
          new ReportedContainers(invokers[i], functions.size(), settings.debounceSeconds());
    }
    actions = new Action[functions.size()];
    concurrency = functions.stream().mapToInt(FunctionProfile::concurrency).toArray();
    walks = new HashingWalk[functions.size()];
    CoprimeSteps steps = CoprimeSteps.of(count);
    for (int f = 0; f < actions.length; f++) {
      actions[f] = action(f, functions.get(f));
      walks[f] = steps.walk(actions[f]);
    }
    measured = new MeasuredTimes(functions.size());
    events = new EventQueue(count);
  }

  /** Makes the times of the functions known, as if each had been measured once. */
  void know(List<FunctionProfile> functions) {
    measured.know(functions);
  }

  /** A function's action, of the user {@code guest} unless its name says whose it is. */
  private static Action action(int id, FunctionProfile function) {
    String name = function.name();
    int slash = name.indexOf('/');
    return slash > 0
        ? new Action(id, name.substring(0, slash), name, function.memoryMb())
        : new Action(id, "guest", "guest/" + name, function.memoryMb());
  }

  double nextEventSeconds() {
    return events.nextSeconds();
  }

  /** Brings the scheduler's clock to the arrival that it must decide on. */
  Action present(SimulatedActivation arrival) {
    now = arrival.arrivalSeconds;
    deciding = arrival;
    sums.outdated();
    return actions[arrival.function];
  }

  void dispatch(SimulatedActivation activation, int invoker) {
    deciding = null;
    reports[invoker].advance(now);
    int containers = needed(invoker, activation.function);
    inflight[invoker]++;
    inflightByAction[invoker][activation.function]++;
    int memoryMb = actions[activation.function].memoryMb();
    if (needed(invoker, activation.function) > containers) {
      reservedMb[invoker] += memoryMb;
      reports[invoker].dispatched(activation.function, memoryMb);
    }
    activation.workMbMillis =
        WorkEstimate.mbMillis(
            memoryMb, measured.runSeconds(activation.function), measured.anyRunSeconds());
    workMbMillis[invoker] += activation.workMbMillis;
    sums.outdated();
    invokers[invoker].accept(activation, now);
    reports[invoker].changed(now);
    events.update(invoker, invokers[invoker].nextEventSeconds());
  }

  /**
   * Advances to the next event.
   *
   * @param completedOn receives the invoker's number at index 0
   * @return the activation if it completed, else null
   */
  @Nullable SimulatedActivation step(int[] completedOn) {
    int invoker = events.next();
    now = events.nextSeconds();
    sums.outdated();
    reports[invoker].advance(now);
    SimulatedActivation completed = invokers[invoker].step(now);
    reports[invoker].changed(now);
    events.update(invoker, invokers[invoker].nextEventSeconds());
    if (completed != null) {
      int containers = needed(invoker, completed.function);
      inflight[invoker]--;
      inflightByAction[invoker][completed.function]--;
      workMbMillis[invoker] -= completed.workMbMillis;
      if (needed(invoker, completed.function) < containers) {
        int memoryMb = actions[completed.function].memoryMb();
        reservedMb[invoker] -= memoryMb;
        if (!completed.removesContainer) {
          reports[invoker].completed(completed.function, memoryMb);
        }
      }
      measured.add(completed, now);
      completedOn[0] = invoker;
    }
    return completed;
  }

  /** Containers that the activations of a function in flight on an invoker need at least. */
  private int needed(int invoker, int function) {
    int most = concurrency[function];
    return (inflightByAction[invoker][function] + most - 1) / most;
  }

  @Override
  public int invokers() {
    return invokers.length;
  }

  @Override
  public int functions() {
    return actions.length;
  }

  @Override
  public int containers(int invoker, int function) {
    int most = concurrency[function];
    return invokers[invoker].idleCount(function)
        + (invokers[invoker].running(function) + most - 1) / most;
  }

  double now() {
    return now;
  }

  SimulatedInvoker invoker(int invoker) {
    return invokers[invoker];
  }

  @Override
  public double marginalSeconds(int invoker, Action action) {
    SimulatedActivation arrival = deciding;
    if (arrival == null) {
      throw new IllegalStateException("no activation is being decided");
    }
    SimulatedInvoker there = invokers[invoker];
    return there.drainTotalSecondsWith(arrival, now) - there.drainTotalSeconds();
  }

  @Override
  public int size() {
    return invokers.length;
  }

  @Override
  public boolean usable(int invoker) {
    return true;
  }

  @Override
  public int memoryMb(int invoker) {
    return invokers[invoker].size().memoryMb();
  }

  @Override
  public int freeMemoryMb(int invoker) {
    return invokers[invoker].size().memoryMb() - reservedMb[invoker];
  }

  @Override
  public int inflight(int invoker) {
    return inflight[invoker];
  }

  @Override
  public int inflight(int invoker, Action action) {
    return inflightByAction[invoker][action.id()];
  }

  @Override
  public int idleWarm(int invoker, Action action) {
    reports[invoker].advance(now);
    return reports[invoker].idle(action.id());
  }

  @Override
  public int queued(int invoker) {
    reports[invoker].advance(now);
    return reports[invoker].queued();
  }

  @Override
  public int idleMemoryMb(int invoker) {
    reports[invoker].advance(now);
    return reports[invoker].idleMemoryMb();
  }

  @Override
  public float cores(int invoker) {
    return (float) invokers[invoker].size().cores();
  }

  @Override
  public float workMbSeconds(int invoker) {
    return WorkEstimate.mbSeconds(workMbMillis[invoker]);
  }

  @Override
  public ClusterSums sums(Action action) {
    return sums.of(action);
  }

  @Override
  public HashingWalk walk(Action action) {
    return walks[action.id()];
  }

  @Override
  public float[] resources(int invoker) {
    invokers[invoker].advance(now);
    return meters[invoker].latest();
  }

  @Override
  public float initSeconds(Action action) {
    return measured.initSeconds(action.id());
  }

  @Override
  public float runSeconds(Action action) {
    return measured.runSeconds(action.id());
  }
}
