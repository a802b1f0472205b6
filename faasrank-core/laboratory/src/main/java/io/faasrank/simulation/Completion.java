package io.faasrank.simulation;

/**
 * One completed activation; times in seconds of virtual time since the start of the episode.
 *
 * @param function index of the function in the workload
 * @param invoker where it ran
 * @param arrivalSeconds when it came to its controller
 * @param completionSeconds when it completed
 * @param queueSeconds how long it waited in the controller and in the invoker's buffer
 * @param cold whether it started a container
 * @param ending how it ended
 */
public record Completion(
    int function,
    int invoker,
    double arrivalSeconds,
    double completionSeconds,
    double queueSeconds,
    boolean cold,
    Ending ending) {

  /** One that ran to its end. */
  public Completion(
      int function,
      int invoker,
      double arrivalSeconds,
      double completionSeconds,
      double queueSeconds,
      boolean cold) {
    this(
        function, invoker, arrivalSeconds, completionSeconds, queueSeconds, cold, Ending.COMPLETED);
  }

  /** Function completion time (FCT, Section III-B), in seconds. */
  public double completionTime() {
    return completionSeconds - arrivalSeconds;
  }

  /** The same completion under another function's index. */
  public Completion ofFunction(int other) {
    return new Completion(
        other, invoker, arrivalSeconds, completionSeconds, queueSeconds, cold, ending);
  }

  /** The same completion on another invoker. */
  public Completion onInvoker(int other) {
    return new Completion(
        function, other, arrivalSeconds, completionSeconds, queueSeconds, cold, ending);
  }
}
