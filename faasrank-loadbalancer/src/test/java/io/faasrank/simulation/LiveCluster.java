package io.faasrank.simulation;

import io.faasrank.cluster.ActionReport;
import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.ResourceReport;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Controllers made of the classes that serve, over simulated invokers, in virtual time: messages,
 * acknowledgements and reports take the time that they take in life. Invokers can die and come
 * back. Deterministic under a seed.
 */
final class LiveCluster {

  /** How long a message is on its way, either way; a report, once it is due. */
  record Ways(double messageSeconds, double reportSeconds) {}

  private record Event(double seconds, long order, Runnable action) {}

  static final double REPORT_INTERVAL = 1;

  private final SimulationSettings settings;
  private final List<InvokerSettings> sizes;
  private final List<FunctionProfile> functions;
  private final Ways ways;
  private final SplittableRandom random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingDouble(Event::seconds).thenComparingLong(Event::order));
  private final Host[] hosts;
  private final List<LiveController> controllers = new ArrayList<>();
  private long order;
  private int ids;
  private double now;

  LiveCluster(
      SimulationSettings settings,
      List<InvokerSettings> sizes,
      List<FunctionProfile> functions,
      Ways ways,
      long seed) {
    this.settings = settings;
    this.sizes = sizes;
    this.functions = functions;
    this.ways = ways;
    this.random = new SplittableRandom(seed);
    hosts = new Host[sizes.size()];
    for (int i = 0; i < hosts.length; i++) {
      hosts[i] = new Host(i);
      hosts[i].start();
    }
  }

  List<InvokerSettings> sizes() {
    return sizes;
  }

  List<FunctionProfile> functions() {
    return functions;
  }

  double now() {
    return now;
  }

  void join(LiveController controller) {
    controllers.add(controller);
  }

  int controllers() {
    return controllers.size();
  }

  /** Lets the controllers tell one another what they have in flight, from now on. */
  void exchange(double intervalSeconds) {
    for (LiveController from : controllers) {
      at(now + intervalSeconds * random.nextDouble(), () -> announce(from, intervalSeconds));
    }
  }

  private void announce(LiveController from, double intervalSeconds) {
    byte[] announcement = from.announcement();
    double way = way(ways.reportSeconds);
    at(now + way, () -> controllers.forEach(each -> each.announced(announcement)));
    at(now + intervalSeconds, () -> announce(from, intervalSeconds));
  }

  void at(double seconds, Runnable action) {
    events.add(new Event(seconds, order++, action));
  }

  /** Lets a workload's activations arrive from now on, at the controllers in turn. */
  Submitted submit(Workload workload) {
    Submitted submitted = new Submitted(workload.arrivals().size());
    double start = now;
    for (int i = 0; i < workload.arrivals().size(); i++) {
      Arrival arrival = workload.arrivals().get(i);
      LiveController controller = controllers.get(i % controllers.size());
      double work = functions.get(arrival.function()).warmSeconds() * arrival.durationFactor();
      int id = ids++;
      at(
          start + arrival.seconds(),
          () -> {
            if (!submitted.cancelled) {
              controller.place(
                  new SimulatedActivation(id, arrival.function(), now, work), submitted);
            }
          });
    }
    return submitted;
  }

  /** The activations of one workload. */
  static final class Submitted {

    private final int count;
    private final List<Double> completionTimes = new ArrayList<>();
    private boolean cancelled;

    private Submitted(int count) {
      this.count = count;
    }

    /** Lets no more arrive. */
    void cancel() {
      cancelled = true;
    }

    void ended(double tookSeconds) {
      completionTimes.add(tookSeconds);
    }

    boolean allEnded() {
      return completionTimes.size() == count;
    }

    double meanSeconds() {
      return completionTimes.stream().mapToDouble(each -> each).average().orElse(Double.NaN);
    }
  }

  /** Runs until nothing but reports is left to happen before that time. */
  void run(double untilSeconds) {
    while (true) {
      Event next = events.peek();
      double eventAt = next == null ? Double.POSITIVE_INFINITY : next.seconds;
      int busiest = -1;
      double stepAt = Double.POSITIVE_INFINITY;
      for (Host host : hosts) {
        double at = host.nextSeconds();
        if (at < stepAt) {
          stepAt = at;
          busiest = host.number;
        }
      }
      double at = Math.min(eventAt, stepAt);
      if (at > untilSeconds) {
        advance(untilSeconds);
        return;
      }
      advance(at);
      if (stepAt <= eventAt) {
        hosts[busiest].step();
      } else {
        events.remove();
        next.action.run();
      }
    }
  }

  private void advance(double seconds) {
    for (LiveController controller : controllers) {
      controller.clock.advanceMillis(1000 * (seconds - now));
    }
    now = seconds;
  }

  /** Sends an activation; it is there after a message's way. */
  void send(SimulatedActivation activation, int invoker, LiveController from) {
    at(now + way(ways.messageSeconds), () -> hosts[invoker].take(activation, from));
  }

  private double way(double seconds) {
    return seconds * (0.5 + random.nextDouble());
  }

  void kill(int invoker) {
    hosts[invoker].kill();
  }

  void revive(int invoker) {
    hosts[invoker].start();
  }

  /** The machine of one invoker; its process comes and goes. */
  private final class Host {

    private final int number;
    private final List<LiveController> owners = new ArrayList<>();
    private final List<SimulatedActivation> taken = new ArrayList<>();
    private final List<Runnable> unread = new ArrayList<>();
    private @Nullable SimulatedInvoker invoker;
    private @Nullable InvokerMeter meter;
    private double startedSeconds;
    private double reportedSeconds = Double.NEGATIVE_INFINITY;
    private boolean reportDue;
    private long[] runs = new long[0];
    private double[] runSeconds = new double[0];
    private long[] inits = new long[0];
    private double[] initSeconds = new double[0];

    Host(int number) {
      this.number = number;
    }

    double nextSeconds() {
      return invoker == null
          ? Double.POSITIVE_INFINITY
          : startedSeconds + invoker.nextEventSeconds();
    }

    private double own() {
      return now - startedSeconds;
    }

    void start() {
      startedSeconds = now;
      meter = InvokerMeter.of(number, sizes.get(number), settings, random.nextLong());
      invoker = new SimulatedInvoker(sizes.get(number), settings, functions, meter);
      runs = new long[functions.size()];
      runSeconds = new double[functions.size()];
      inits = new long[functions.size()];
      initSeconds = new double[functions.size()];
      SimulatedInvoker born = invoker;
      at(now + REPORT_INTERVAL * (0.5 + 0.5 * random.nextDouble()), () -> tick(born));
      List<Runnable> waiting = List.copyOf(unread);
      unread.clear();
      waiting.forEach(Runnable::run);
    }

    void kill() {
      invoker = null;
      owners.clear();
      taken.clear();
      reportDue = false;
    }

    void take(SimulatedActivation activation, LiveController from) {
      SimulatedInvoker there = invoker;
      if (there == null) {
        unread.add(() -> take(activation, from));
        return;
      }
      taken.add(activation);
      owners.add(from);
      there.accept(activation, own());
      changed();
    }

    void step() {
      SimulatedInvoker there = invoker;
      if (there == null) {
        throw new IllegalStateException("a dead invoker has no events");
      }
      SimulatedActivation done = there.step(own());
      if (done != null) {
        int index = taken.indexOf(done);
        LiveController owner = owners.remove(index);
        taken.remove(index);
        runs[done.function]++;
        runSeconds[done.function] += own() - done.runStartSeconds;
        if (done.cold) {
          inits[done.function]++;
          initSeconds[done.function] += done.initSeconds;
        }
        at(now + way(ways.messageSeconds), () -> owner.acknowledged(done));
      }
      changed();
    }

    private void changed() {
      if (!reportDue && invoker != null) {
        reportDue = true;
        SimulatedInvoker alive = invoker;
        at(
            Math.max(now, reportedSeconds + settings.debounceSeconds()),
            () -> {
              if (invoker == alive) {
                publish();
              }
            });
      }
    }

    private void tick(SimulatedInvoker born) {
      if (invoker == born) {
        publish();
        at(now + REPORT_INTERVAL, () -> tick(born));
      }
    }

    private void publish() {
      reportDue = false;
      reportedSeconds = now;
      InvokerReport report = report();
      at(
          now + way(ways.reportSeconds),
          () -> controllers.forEach(controller -> controller.intake.take(report)));
    }

    private InvokerReport report() {
      SimulatedInvoker there = invoker;
      InvokerMeter measures = meter;
      if (there == null || measures == null) {
        throw new IllegalStateException("a dead invoker does not report");
      }
      there.advance(own());
      float[] perSecond = measures.latest();
      double[] values = new double[ResourceMetric.COUNT];
      Arrays.setAll(values, i -> perSecond[i]);
      List<ActionReport> actions = new ArrayList<>();
      for (int f = 0; f < functions.size(); f++) {
        actions.add(
            new ActionReport(
                "guest",
                "guest/" + functions.get(f).name(),
                functions.get(f).memoryMb(),
                there.idleCount(f),
                there.running(f),
                inits[f],
                inits[f] == 0 ? 0 : 1000 * initSeconds[f] / inits[f],
                runs[f],
                runs[f] == 0 ? 0 : 1000 * runSeconds[f] / runs[f]));
      }
      return new InvokerReport(
          number,
          "host-" + number,
          LiveController.millis(startedSeconds),
          LiveController.millis(now),
          new ResourceReport(
              LiveController.millis(startedSeconds + measures.sampledSeconds()),
              1000,
              (int) sizes.get(number).cores(),
              values),
          new ContainerReport(
              sizes.get(number).memoryMb(),
              there.containerMemoryMb() - there.idleMemoryMb(),
              there.idleMemoryMb(),
              there.running(),
              null,
              measures.creations(),
              0,
              0,
              actions));
    }
  }
}
