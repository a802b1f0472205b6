package io.faasrank.simulation;

import io.faasrank.cluster.WorkEstimate;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.Seeds;
import io.faasrank.workload.Workload;

/** One activation on its way through an invoker: what is left to do and what happened so far. */
final class SimulatedActivation {

  /** What an activation's container is doing. */
  enum Phase {
    /** Waiting for its image. */
    PULLING,
    CREATING,
    INITIALISING,
    /** Waiting until its paused container runs again. */
    UNPAUSING,
    RUNNING,
    /** Waiting for others in the midst of its run, without need of a core. */
    OFF_CPU,
    /** Running what is left after that. */
    RUNNING_ON,
    DONE
  }

  /** Names the draws of which activations fail. */
  private static final long FAILURES = Seeds.key("failures");

  final int id;
  final int function;
  final double arrivalSeconds;

  /** Execution time on an idle invoker, in seconds. */
  final double runWork;

  /** How it ends if its time limit lets it. */
  Ending ending = Ending.COMPLETED;

  /** Whether it stands for a container alone: it is done when that is ready. */
  boolean containerOnly;

  Phase phase = Phase.RUNNING;
  boolean cold;

  /** Whether its container is removed when it completes, as after a failure. */
  boolean removesContainer;

  /** What the scheduler took its work to be when it dispatched it: see {@link WorkEstimate}. */
  long workMbMillis;

  double startSeconds = Double.NaN;
  double phaseStartSeconds = Double.NaN;
  double runStartSeconds = Double.NaN;
  double deadlineSeconds = Double.POSITIVE_INFINITY;
  double initSeconds = Double.NaN;

  /** What creating its container takes beyond, or once that begins in all, in seconds. */
  double creationWork;

  /** Service the invoker must have given when the present phase ends. */
  double phaseEndService;

  SimulatedActivation(int id, int function, double arrivalSeconds, double runWork) {
    this.id = id;
    this.function = function;
    this.arrivalSeconds = arrivalSeconds;
    this.runWork = runWork;
  }

  /**
   * One of a workload, as it arrives.
   *
   * @param failing share of those that fail at a random part of their run
   * @param seed decides which
   */
  static SimulatedActivation of(
      Workload workload, int index, double seconds, double failing, long seed) {
    Arrival arrival = workload.arrivals().get(index);
    double work =
        workload.functions().get(arrival.function()).warmSeconds() * arrival.durationFactor();
    double unit = failing == 0 ? 1 : (Seeds.mix(FAILURES, seed, index) >>> 11) * 0x1.0p-53;
    boolean fails = unit < failing;
    SimulatedActivation activation =
        new SimulatedActivation(
            index, arrival.function(), seconds, fails ? work * unit / failing : work);
    if (fails) {
      activation.ending = Ending.FAILED;
      activation.removesContainer = true;
    }
    return activation;
  }

  /** What it was, once it is done. */
  Completion completion(int invoker, double seconds) {
    return new Completion(
        function, invoker, arrivalSeconds, seconds, startSeconds - arrivalSeconds, cold, ending);
  }

  SimulatedActivation(SimulatedActivation other) {
    this(other.id, other.function, other.arrivalSeconds, other.runWork);
    phase = other.phase;
    ending = other.ending;
    containerOnly = other.containerOnly;
    creationWork = other.creationWork;
    runStartSeconds = other.runStartSeconds;
    deadlineSeconds = other.deadlineSeconds;
    cold = other.cold;
    removesContainer = other.removesContainer;
    workMbMillis = other.workMbMillis;
    startSeconds = other.startSeconds;
    phaseStartSeconds = other.phaseStartSeconds;
    initSeconds = other.initSeconds;
    phaseEndService = other.phaseEndService;
  }

  /** Order of deadlines. */
  static int byDeadline(SimulatedActivation a, SimulatedActivation b) {
    int order = Double.compare(a.deadlineSeconds, b.deadlineSeconds);
    return order != 0 ? order : Integer.compare(a.id, b.id);
  }

  /** Order in which phases end; the id breaks ties so that an episode is deterministic. */
  static int byPhaseEnd(SimulatedActivation a, SimulatedActivation b) {
    int order = Double.compare(a.phaseEndService, b.phaseEndService);
    return order != 0 ? order : Integer.compare(a.id, b.id);
  }
}
