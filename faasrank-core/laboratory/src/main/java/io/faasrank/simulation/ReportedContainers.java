package io.faasrank.simulation;

import org.jspecify.annotations.Nullable;

/**
 * Stages 2 and 3 of 12 in virtual time: the containers of one invoker as its last report showed
 * them, corrected by what was dispatched there and seen completed since. A report follows a change
 * of the containers by the debounce delay.
 */
final class ReportedContainers {

  private final SimulatedInvoker invoker;
  private final double debounceSeconds;
  private final int[] idle;
  private int idleMemoryMb;
  private int queued;
  private final @Nullable InflightCounts own;
  private final int number;
  private int othersInflight;
  private int othersMb;
  private final int[] othersByFunction;
  private double dueSeconds = Double.POSITIVE_INFINITY;

  /** As the only controller sees them. */
  ReportedContainers(SimulatedInvoker invoker, int functionCount, double debounceSeconds) {
    this(invoker, functionCount, debounceSeconds, null, 0);
  }

  /**
   * As one of several controllers sees them.
   *
   * @param own what it has in flight itself; what a report shows beyond is others'
   * @param number of the invoker
   */
  ReportedContainers(
      SimulatedInvoker invoker,
      int functionCount,
      double debounceSeconds,
      @Nullable InflightCounts own,
      int number) {
    this.invoker = invoker;
    this.debounceSeconds = debounceSeconds;
    this.idle = new int[functionCount];
    this.own = own;
    this.number = number;
    this.othersByFunction = new int[own == null ? 0 : functionCount];
  }

  /** Takes the report that fell due; to be called before the invoker changes or is read. */
  void advance(double seconds) {
    changed(invoker.nextExpirySeconds());
    if (seconds >= dueSeconds) {
      if (invoker.nextExpirySeconds() <= seconds) {
        invoker.advance(seconds);
      }
      dueSeconds = Double.POSITIVE_INFINITY;
      for (int f = 0; f < idle.length; f++) {
        idle[f] = invoker.idleCount(f);
      }
      idleMemoryMb = invoker.idleMemoryMb();
      queued = invoker.queued();
      if (own != null) {
        countOthers(own);
      }
    }
  }

  private void countOthers(InflightCounts mine) {
    othersInflight = Math.max(0, invoker.running() - mine.inflight(number));
    int workingMb = invoker.containerMemoryMb() - idleMemoryMb;
    othersMb = othersInflight == 0 ? 0 : Math.max(0, workingMb - mine.reservedMb(number));
    for (int f = 0; f < othersByFunction.length; f++) {
      othersByFunction[f] = Math.max(0, invoker.running(f) - mine.inflight(number, f));
    }
  }

  /** Activations that the report shows beyond the controller's own. */
  int othersInflight() {
    return othersInflight;
  }

  /** Those of a function. */
  int othersInflight(int function) {
    return own == null ? 0 : othersByFunction[function];
  }

  /** Memory that it shows beyond, in MB. */
  int othersMb() {
    return othersMb;
  }

  /** Notes that the invoker's containers have changed. */
  void changed(double seconds) {
    dueSeconds = Math.min(dueSeconds, seconds + debounceSeconds);
  }

  void dispatched(int function, int memoryMb) {
    if (idle[function] > 0) {
      idle[function]--;
      idleMemoryMb -= memoryMb;
    }
  }

  void completed(int function, int memoryMb) {
    idle[function]++;
    idleMemoryMb += memoryMb;
  }

  int idle(int function) {
    return idle[function];
  }

  int idleMemoryMb() {
    return idleMemoryMb;
  }

  int queued() {
    return queued;
  }
}
