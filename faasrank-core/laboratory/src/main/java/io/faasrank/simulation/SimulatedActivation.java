package io.faasrank.simulation;

import io.faasrank.cluster.WorkEstimate;

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

  final int id;
  final int function;
  final double arrivalSeconds;

  /** Execution time on an idle invoker, in seconds. */
  final double runWork;

  /** How it ends if its time limit lets it. */
  Ending ending = Ending.COMPLETED;

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

  SimulatedActivation(SimulatedActivation other) {
    this(other.id, other.function, other.arrivalSeconds, other.runWork);
    phase = other.phase;
    ending = other.ending;
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
