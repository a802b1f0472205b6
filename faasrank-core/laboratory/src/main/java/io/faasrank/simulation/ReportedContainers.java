package io.faasrank.simulation;

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
  private double dueSeconds = Double.POSITIVE_INFINITY;

  ReportedContainers(SimulatedInvoker invoker, int functionCount, double debounceSeconds) {
    this.invoker = invoker;
    this.debounceSeconds = debounceSeconds;
    this.idle = new int[functionCount];
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
    }
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
