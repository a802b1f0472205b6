package io.faasrank.simulation;

/**
 * An activation that an {@link InvokerModel} has completed; times in seconds of the model.
 *
 * @param id number returned when it was accepted
 * @param function number of its function
 * @param acceptedSeconds when the invoker took it
 * @param startSeconds when it got a container or began to create one; before that it was queued
 * @param runStartSeconds when its execution began
 * @param endSeconds when it completed
 * @param initSeconds how long its container took to initialise, before the execution; NaN on a warm
 *     one
 * @param cold whether a container was created for it
 */
public record FinishedRun(
    int id,
    int function,
    double acceptedSeconds,
    double startSeconds,
    double runStartSeconds,
    double endSeconds,
    double initSeconds,
    boolean cold) {

  static FinishedRun of(SimulatedActivation completed, double endSeconds) {
    return new FinishedRun(
        completed.id,
        completed.function,
        completed.arrivalSeconds,
        completed.startSeconds,
        completed.runStartSeconds,
        endSeconds,
        completed.initSeconds,
        completed.cold);
  }

  /** How long it waited in the invoker's buffer. */
  public double queueSeconds() {
    return startSeconds - acceptedSeconds;
  }

  /** How long it executed, initialisation apart. */
  public double runSeconds() {
    return endSeconds - runStartSeconds;
  }
}
