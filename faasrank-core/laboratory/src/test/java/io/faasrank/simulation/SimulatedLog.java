package io.faasrank.simulation;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.ResourceReport;
import io.faasrank.event.ControllerStarted;
import io.faasrank.event.Ended;
import io.faasrank.event.EndedHow;
import io.faasrank.event.EventBatch;
import io.faasrank.event.EventEncoder;
import io.faasrank.event.EventEntry;
import io.faasrank.event.EventFileWriter;
import io.faasrank.event.LogEvent;
import io.faasrank.event.ModelServed;
import io.faasrank.event.Placed;
import io.faasrank.event.PolicySaid;
import io.faasrank.event.PoolChanged;
import io.faasrank.event.PoolChanged.InvokerChange;
import io.faasrank.event.ReportTaken;
import io.faasrank.event.StartKind;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.policy.Decision;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The log that one controller would have written of a simulated episode. */
public final class SimulatedLog {

  /** 29 November 2026, noon, in milliseconds since 1970. */
  public static final long START_MILLIS = 1_795_953_600_000L;

  /** By this digest the log names its model. */
  public static final String DIGEST = "0123456789ab";

  private static final int BATCH = 200;
  private static final double GOLDEN = 0.6180339887498949;

  private final List<LogEvent> events = new ArrayList<>();
  private final Workload workload;
  private final SimulatedCluster cluster;
  private final List<InvokerSettings> sizes;
  private final Policy policy;
  private final String digest;
  private final Map<Integer, Long> open = new HashMap<>();
  private final double[] sampled;

  private SimulatedLog(
      SimulationSettings settings,
      List<InvokerSettings> sizes,
      Workload workload,
      Policy policy,
      String digest,
      long seed) {
    this.workload = workload;
    this.sizes = sizes;
    this.policy = policy;
    this.digest = digest;
    this.cluster = new SimulatedCluster(settings, sizes, workload, seed);
    this.sampled = new double[sizes.size()];
  }

  /**
   * The log of an episode.
   *
   * @param policyName of the policy that places
   * @param model of a learned policy; null for a rule
   */
  public static List<EventBatch> of(
      SimulationSettings settings,
      List<InvokerSettings> sizes,
      Workload workload,
      String policyName,
      @Nullable Model model,
      long seed) {
    Policy policy =
        Policies.create(
            policyName,
            () -> {
              if (model == null) {
                throw new IllegalStateException(policyName + " needs a model");
              }
              return new NetworkScorer(model);
            });
    SimulatedLog log =
        new SimulatedLog(settings, sizes, workload, policy, model == null ? "" : DIGEST, seed);
    log.begin(model);
    log.run(seed);
    return log.batches();
  }

  /** Writes batches to the files of a folder, as they would have been copied from Redis. */
  public static void write(Path folder, List<EventBatch> batches) throws IOException {
    try (EventFileWriter writer = EventFileWriter.open(folder)) {
      for (EventBatch batch : batches) {
        EventEncoder encoder = new EventEncoder();
        batch.events().forEach(encoder::add);
        LogEvent last = batch.events().get(batch.events().size() - 1);
        writer.append(
            new EventEntry(
                Math.round(batch.epochMillis(last)),
                batch.sequence(),
                encoder.finish(
                    batch.controller(),
                    batch.sequence(),
                    batch.lost(),
                    batch.anchorNanos(),
                    batch.anchorMillis())));
      }
    }
  }

  private void begin(@Nullable Model model) {
    events.add(
        new ControllerStarted(
            0, "test", policy.name(), "auto", 1000, 1L << 33, 0, 0.5, 0.5, false, 1, 2, 1));
    List<InvokerChange> changes = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      changes.add(new InvokerChange(i, true, sizes.get(i).memoryMb()));
    }
    events.add(new PoolChanged(0, false, 0, sizes.size(), changes));
    if (model != null) {
      events.add(new ModelServed(0, DIGEST, "test", ModelFile.toBytes(model)));
    }
  }

  private void run(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Decision decision = new Decision();
    int[] completedOn = new int[1];
    int next = 0;
    List<Arrival> arrivals = workload.arrivals();
    while (true) {
      double arrivalSeconds =
          next < arrivals.size() ? arrivals.get(next).seconds() : Double.POSITIVE_INFINITY;
      double eventSeconds = cluster.nextEventSeconds();
      if (Math.min(arrivalSeconds, eventSeconds) == Double.POSITIVE_INFINITY) {
        return;
      }
      if (eventSeconds <= arrivalSeconds) {
        SimulatedActivation done = cluster.step(completedOn);
        if (done != null) {
          ended(done, cluster.now());
        }
      } else {
        Arrival arrival = arrivals.get(next);
        double work =
            workload.functions().get(arrival.function()).warmSeconds() * arrival.durationFactor();
        SimulatedActivation activation =
            new SimulatedActivation(next++, arrival.function(), arrivalSeconds, work);
        Action action = cluster.present(activation);
        reports(arrivalSeconds);
        placed(activation, action, policy.decide(cluster, action, decision, random), decision);
        cluster.dispatch(activation, decision.chosen());
      }
    }
  }

  private void placed(
      SimulatedActivation activation, Action action, int invoker, Decision decision) {
    long nanos = nanos(activation.arrivalSeconds);
    PolicySaid said =
        policy.name().equals("hashing")
            ? null
            : new PolicySaid(
                nanos,
                policy.name(),
                digest,
                invoker,
                decision.count(),
                decision.overloaded(),
                policy.selector().probability(decision),
                0,
                1000,
                decision.fingerprint());
    open.put(activation.id, (long) activation.id);
    events.add(
        new Placed(
            nanos,
            activation.id,
            String.format(Locale.ROOT, "%032x", activation.id),
            action,
            false,
            workload.functions().get(activation.function).concurrency(),
            60_000,
            0,
            invoker,
            policy.name(),
            said == null ? "hashing" : "faasrank",
            1,
            said,
            ""));
  }

  private void ended(SimulatedActivation done, double seconds) {
    double init = done.cold ? done.initSeconds : 0;
    events.add(
        new Ended(
            nanos(seconds),
            done.id,
            done.ending == Ending.COMPLETED ? EndedHow.SUCCESS : EndedHow.TIMED_OUT,
            done.cold ? StartKind.COLD : StartKind.WARM,
            millis(done.runStartSeconds - init - done.arrivalSeconds),
            millis(init),
            millis(seconds - done.runStartSeconds)));
  }

  /** Each invoker's newest sample, where it has not been reported. */
  private void reports(double now) {
    for (int i = 0; i < sampled.length; i++) {
      double phase = i * GOLDEN % 1.0;
      double at = phase + Math.floor(now - phase);
      if (at > Math.max(0, sampled[i])) {
        sampled[i] = at;
        float[] latest = cluster.resources(i);
        double[] values = new double[ResourceMetric.COUNT];
        for (int m = 0; m < values.length; m++) {
          values[m] = latest[m];
        }
        long millis = START_MILLIS + Math.round(1000 * at);
        int cores = (int) sizes.get(i).cores();
        InvokerReport report =
            new InvokerReport(
                i,
                "invoker" + i,
                null,
                millis,
                new ResourceReport(millis, 1000, cores, values),
                null);
        events.add(new ReportTaken(nanos(now), nanos(now), ReportCodec.encode(report)));
      }
    }
  }

  private List<EventBatch> batches() {
    List<EventBatch> batches = new ArrayList<>();
    for (int from = 0; from < events.size(); from += BATCH) {
      batches.add(
          new EventBatch(
              "controller0",
              batches.size(),
              0,
              0,
              START_MILLIS,
              events.subList(from, Math.min(events.size(), from + BATCH))));
    }
    return batches;
  }

  private static long nanos(double seconds) {
    return Math.round(1e9 * seconds);
  }

  private static int millis(double seconds) {
    return (int) Math.round(1000 * seconds);
  }
}
