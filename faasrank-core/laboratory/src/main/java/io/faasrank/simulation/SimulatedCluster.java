package io.faasrank.simulation;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterSums;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.CoprimeSteps;
import io.faasrank.cluster.CountedSums;
import io.faasrank.cluster.HashingWalk;
import io.faasrank.cluster.WorkEstimate;
import io.faasrank.policy.LateBinding;
import io.faasrank.policy.Oracle;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The invokers of one episode and what the scheduler knows of them. It knows exactly what it has
 * dispatched and seen complete; containers and resource metrics it knows from reports, as late as
 * real ones. Where there are several controllers, arrivals go to them in turn, and the view is that
 * of the controller which decides.
 */
final class SimulatedCluster implements ClusterView, Oracle, ContainerCounts, DecidedActivation {

  private final SimulatedInvoker[] invokers;
  private final InvokerMeter[] meters;
  private final List<SimulatedController> controllers = new ArrayList<>();
  private final boolean shares;
  private final CountedSums sums;
  private final HashingWalk[] walks;
  private final Action[] actions;
  private final int[] concurrency;
  private final MeasuredTimes measured;
  private final EventQueue events;
  private double now;
  private @Nullable SimulatedActivation deciding;
  private SimulatedController current;

  /** With one controller. */
  SimulatedCluster(
      SimulationSettings settings, List<InvokerSettings> sizes, Workload workload, long seed) {
    this(settings, sizes, workload, seed, 1, false);
  }

  /**
   * @param controllerCount how many controllers share the invokers
   * @param shares whether each keeps to its share of the memory, as OpenWhisk's own rule does
   */
  SimulatedCluster(
      SimulationSettings settings,
      List<InvokerSettings> sizes,
      Workload workload,
      long seed,
      int controllerCount,
      boolean shares) {
    this.shares = shares && controllerCount > 1;
    List<FunctionProfile> functions = workload.functions();
    int count = sizes.size();
    invokers = new SimulatedInvoker[count];
    meters = new InvokerMeter[count];
    sums = new CountedSums(this);
    for (int i = 0; i < count; i++) {
      meters[i] = InvokerMeter.of(i, sizes.get(i), settings, seed);
      invokers[i] = new SimulatedInvoker(sizes.get(i), settings, functions, meters[i]);
    }
    for (int c = 0; c < controllerCount; c++) {
      controllers.add(
          new SimulatedController(c, controllerCount, settings, invokers, functions.size()));
    }
    current = controllers.get(0);
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
    return present(arrival, arrival.arrivalSeconds);
  }

  /** Brings it to a later time at which it must decide on the activation. */
  Action present(SimulatedActivation activation, double seconds) {
    look(controllerOf(activation), seconds);
    deciding = activation;
    return actions[activation.function];
  }

  /** Brings the clock to a time at which a controller looks at the cluster. */
  void look(int controller, double seconds) {
    now = seconds;
    current = controllers.get(controller);
    sums.outdated();
  }

  int controllers() {
    return controllers.size();
  }

  /** The controller that the activation has come to. */
  int controllerOf(SimulatedActivation activation) {
    return Math.floorMod(activation.id, controllers.size());
  }

  /** Whether the controller that looks has enough in flight that what it is given may wait. */
  boolean hasShare() {
    if (controllers.size() == 1) {
      return true;
    }
    long ownMb = 0;
    long allMb = 0;
    for (int i = 0; i < invokers.length; i++) {
      ownMb += current.own().reservedMb(i);
      allMb += memoryMb(i) - freeMemoryMb(i);
    }
    return LateBinding.hasShare(ownMb, allMb, controllers.size());
  }

  void dispatch(SimulatedActivation activation, int invoker) {
    deciding = null;
    advanceReports(invoker);
    SimulatedController by = controllers.get(controllerOf(activation));
    int function = activation.function;
    int memoryMb = actions[function].memoryMb();
    int before = by.own().inflight(invoker, function);
    boolean opens = needed(function, before + 1) > needed(function, before);
    if (opens) {
      by.report(invoker).dispatched(function, memoryMb);
    }
    activation.workMbMillis =
        WorkEstimate.mbMillis(memoryMb, measured.runSeconds(function), measured.anyRunSeconds());
    by.change(
        new InflightChange(invoker, function, 1, opens ? memoryMb : 0, activation.workMbMillis),
        now);
    sums.outdated();
    invokers[invoker].accept(activation, now);
    reportsChanged(invoker);
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
    advanceReports(invoker);
    SimulatedActivation completed = invokers[invoker].step(now);
    reportsChanged(invoker);
    events.update(invoker, invokers[invoker].nextEventSeconds());
    if (completed != null) {
      complete(completed, invoker);
      measured.add(completed, now);
      completedOn[0] = invoker;
    }
    return completed;
  }

  /** An invoker is started anew, before the next event. */
  void restart(InvokerRestart restart) {
    now = restart.seconds();
    int invoker = restart.invoker();
    advanceReports(invoker);
    invokers[invoker].restart(now);
    reportsChanged(invoker);
    sums.outdated();
  }

  private void complete(SimulatedActivation completed, int invoker) {
    SimulatedController by = controllers.get(controllerOf(completed));
    int function = completed.function;
    int memoryMb = actions[function].memoryMb();
    int before = by.own().inflight(invoker, function);
    boolean empties = needed(function, before - 1) < needed(function, before);
    by.change(
        new InflightChange(invoker, function, -1, empties ? -memoryMb : 0, -completed.workMbMillis),
        now);
    if (empties && !completed.removesContainer) {
      by.report(invoker).completed(function, memoryMb);
    }
  }

  private void advanceReports(int invoker) {
    for (SimulatedController controller : controllers) {
      controller.report(invoker).advance(now);
    }
  }

  private void reportsChanged(int invoker) {
    for (SimulatedController controller : controllers) {
      controller.report(invoker).changed(now);
    }
  }

  /** The report of an invoker as the deciding controller has it now. */
  private ReportedContainers report(int invoker) {
    ReportedContainers report = current.report(invoker);
    report.advance(now);
    return report;
  }

  /** Containers that so many activations of a function need at least. */
  private int needed(int function, int activations) {
    int most = concurrency[function];
    return (activations + most - 1) / most;
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
  public int[] containers(int invoker, int first) {
    int[] counts = new int[first];
    for (int f = 0; f < first; f++) {
      int most = concurrency[f];
      counts[f] = invokers[invoker].idleCount(f) + (invokers[invoker].running(f) + most - 1) / most;
    }
    return counts;
  }

  double now() {
    return now;
  }

  SimulatedInvoker invoker(int invoker) {
    return invokers[invoker];
  }

  @Override
  public int deciding() {
    return activation().id;
  }

  private SimulatedActivation activation() {
    SimulatedActivation activation = deciding;
    if (activation == null) {
      throw new IllegalStateException("no activation is being decided");
    }
    return activation;
  }

  @Override
  public double marginalSeconds(int invoker, Action action) {
    SimulatedActivation arrival = activation();
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
    int reservedMb = current.own().reservedMb(invoker);
    if (controllers.size() > 1) {
      report(invoker);
      reservedMb += current.othersMb(invoker, controllers, now);
    }
    return memoryMb(invoker) - reservedMb;
  }

  @Override
  public int inflight(int invoker) {
    int inflight = current.own().inflight(invoker);
    if (controllers.size() > 1) {
      report(invoker);
      inflight += current.othersInflight(invoker, controllers, now);
    }
    return inflight;
  }

  @Override
  public int inflight(int invoker, Action action) {
    int inflight = current.own().inflight(invoker, action.id());
    if (controllers.size() > 1) {
      report(invoker);
      inflight += current.othersInflight(invoker, action.id(), controllers, now);
    }
    return inflight;
  }

  @Override
  public int idleWarm(int invoker, Action action) {
    return report(invoker).idle(action.id());
  }

  @Override
  public int queued(int invoker) {
    return report(invoker).queued();
  }

  @Override
  public int idleMemoryMb(int invoker) {
    return report(invoker).idleMemoryMb();
  }

  @Override
  public float cores(int invoker) {
    return (float) invokers[invoker].size().cores();
  }

  @Override
  public float workMbSeconds(int invoker) {
    long work = current.own().workMbMillis(invoker);
    if (controllers.size() > 1) {
      work += current.othersWorkMbMillis(invoker, controllers, now);
    }
    return WorkEstimate.mbSeconds(work);
  }

  /** By what is free on the invoker; where the controller keeps to its share, by that. */
  @Override
  public boolean fits(int invoker, Action action) {
    int freeMb =
        shares
            ? memoryMb(invoker) / controllers.size() - current.own().reservedMb(invoker)
            : freeMemoryMb(invoker);
    return freeMb >= action.memoryMb();
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
