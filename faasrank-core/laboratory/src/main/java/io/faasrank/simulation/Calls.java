package io.faasrank.simulation;

import io.faasrank.workload.Clients;
import io.faasrank.workload.Workload;
import java.util.PriorityQueue;

/**
 * When the activations of an episode arrive. Open: when the workload says. Closed: when a client is
 * ready; the workload's arrivals are then called in their order, whatever their times.
 */
interface Calls {

  /** When the next call comes if nothing completes before; infinite when there is none. */
  double nextSeconds();

  /** Takes that call: its number in the workload's arrivals. */
  int next();

  /** A call was answered. */
  void completed(int call, double seconds);

  static Calls of(Workload workload) {
    Clients clients = workload.clients();
    return clients == null ? new OpenCalls(workload) : new ClosedCalls(workload, clients);
  }

  /** Calls by the clock. */
  final class OpenCalls implements Calls {

    private final Workload workload;
    private int next;

    OpenCalls(Workload workload) {
      this.workload = workload;
    }

    @Override
    public double nextSeconds() {
      return next < workload.arrivals().size()
          ? workload.arrivals().get(next).seconds()
          : Double.POSITIVE_INFINITY;
    }

    @Override
    public int next() {
      return next++;
    }

    @Override
    public void completed(int call, double seconds) {}
  }

  /** Calls of clients that wait for their answer. */
  final class ClosedCalls implements Calls {

    private final Clients clients;
    private final int most;
    private final PriorityQueue<Double> ready = new PriorityQueue<>();
    private int next;

    ClosedCalls(Workload workload, Clients clients) {
      this.clients = clients;
      this.most = workload.arrivals().size();
      for (int client = 0; client < clients.count(); client++) {
        ready.add(clients.startSeconds(client));
      }
    }

    @Override
    public double nextSeconds() {
      Double first = ready.peek();
      return first == null || next == most || first > clients.lastCallSeconds()
          ? Double.POSITIVE_INFINITY
          : first;
    }

    @Override
    public int next() {
      ready.remove();
      return next++;
    }

    @Override
    public void completed(int call, double seconds) {
      ready.add(seconds + clients.thinkSeconds(call));
    }
  }
}
