package io.faasrank.learn;

import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.cluster.ReportRejectedException;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.ResourceReport;
import io.faasrank.event.ControllerStarted;
import io.faasrank.event.ControllersCounted;
import io.faasrank.event.Ended;
import io.faasrank.event.EventBatch;
import io.faasrank.event.EventsRefusedException;
import io.faasrank.event.LogEvent;
import io.faasrank.event.ModelServed;
import io.faasrank.event.Placed;
import io.faasrank.event.PoolChanged;
import io.faasrank.event.ReportTaken;
import io.faasrank.simulation.InvokerRestart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers a {@link ClusterRecord} from the batches of all controllers. */
final class ClusterRecordReader {

  /** What makes a core busy, whoever it works for. */
  private static final List<ResourceMetric> BUSY =
      List.of(
          ResourceMetric.CPU_USER,
          ResourceMetric.CPU_NICE,
          ResourceMetric.CPU_KERNEL,
          ResourceMetric.CPU_IRQ,
          ResourceMetric.CPU_SOFTIRQ);

  /** So many times as many activations as are wanted are held, until some are forgotten. */
  private static final double SLACK = 1.5;

  /** What is known of one controller's process. */
  private static final class Writer {
    /** By number, how many activations came before it in all. */
    private final Map<Long, Long> open = new HashMap<>();

    private long nextSequence;
    private long lost;
  }

  private static final class KnownInvoker {
    private int memoryMb;
    private int cores;
    private long sampledMillis;
    private @Nullable Long startedMillis;
  }

  private final Map<String, Writer> writers = new HashMap<>();
  private final Map<LoggedAction, Integer> actions = new LinkedHashMap<>();
  private final List<RecordedActivation> activations = new ArrayList<>();
  private final Map<Integer, KnownInvoker> invokers = new HashMap<>();
  private final List<CpuSample> cpu = new ArrayList<>();
  private final List<InvokerRestart> restarts = new ArrayList<>();
  private final Map<String, byte[]> models = new HashMap<>();
  private final double scale;
  private final int most;
  private long forgotten;
  private int first;
  private int size;
  private int controllers = 1;
  private long missing;
  private boolean begins;
  private double startMillis = Double.NaN;
  private double endMillis = Double.NEGATIVE_INFINITY;

  /**
   * @param scale seconds by invokers' clocks in a second by the controllers'; 1 but on a testbed
   *     whose time runs faster
   * @param most activations to keep, the newest
   */
  ClusterRecordReader(double scale, int most) {
    this.scale = scale;
    this.most = most;
  }

  /** Takes the next batch of the log; one that was sent twice counts once. */
  void take(EventBatch batch) {
    Writer writer = writers.get(batch.controller());
    if (writer == null) {
      writer = new Writer();
      writer.nextSequence = batch.sequence();
      writers.put(batch.controller(), writer);
    }
    if (batch.sequence() < writer.nextSequence) {
      return;
    }
    missing += batch.sequence() - writer.nextSequence;
    writer.nextSequence = batch.sequence() + 1;
    writer.lost = batch.lost();
    for (LogEvent event : batch.events()) {
      double millis = batch.epochMillis(event);
      if (Double.isNaN(startMillis)) {
        startMillis = millis;
        begins = event instanceof ControllerStarted;
      }
      endMillis = Math.max(endMillis, millis);
      take(event, seconds(millis), writer);
    }
  }

  /** When it came, which is not before the record begins. */
  private double arrived(Placed placed, double seconds) {
    return Math.max(0, seconds - scale * placed.waitedMillis() / 1000);
  }

  private double seconds(double millis) {
    return scale * (millis - startMillis) / 1000;
  }

  private void take(LogEvent event, double seconds, Writer writer) {
    if (event instanceof Placed placed) {
      writer.open.put(placed.number(), forgotten + activations.size());
      activations.add(
          new RecordedActivation(
              action(placed),
              placed.invoker(),
              arrived(placed, seconds),
              Double.NaN,
              placed,
              null));
      if (activations.size() > SLACK * (long) most) {
        forget();
      }
    } else if (event instanceof Ended ended) {
      Long number = writer.open.remove(ended.number());
      if (number != null && number >= forgotten) {
        int at = (int) (number - forgotten);
        activations.set(at, activations.get(at).ended(seconds, ended));
      }
    } else if (event instanceof PoolChanged pool && !pool.blackbox()) {
      first = pool.offset();
      size = Math.max(size, pool.size());
      for (PoolChanged.InvokerChange change : pool.changes()) {
        if (change.memoryMb() > 0) {
          invoker(pool.offset() + change.position()).memoryMb = change.memoryMb();
        }
      }
    } else if (event instanceof ReportTaken report) {
      take(report.document());
    } else if (event instanceof ControllersCounted counted) {
      controllers = Math.max(1, counted.count());
    } else if (event instanceof ModelServed model && !model.digest().isEmpty()) {
      models.put(model.digest(), model.file());
    }
  }

  /** Down to as many more than wanted as explain what the oldest wanted met. */
  private void forget() {
    int count = activations.size() - (int) ((1 + SLACK) / 2 * most);
    forgotten += count;
    activations.subList(0, count).clear();
    double from = activations.get(0).placedSeconds();
    cpu.removeIf(sample -> sample.toSeconds() < from);
    writers.values().forEach(writer -> writer.open.values().removeIf(at -> at < forgotten));
  }

  private KnownInvoker invoker(int number) {
    return invokers.computeIfAbsent(number, unused -> new KnownInvoker());
  }

  private int action(Placed placed) {
    LoggedAction action =
        new LoggedAction(
            placed.action().namespace(),
            placed.action().name(),
            placed.action().memoryMb(),
            Math.max(1, placed.maxConcurrent()),
            placed.timeLimitMillis());
    Integer known = actions.putIfAbsent(action, actions.size());
    return known == null ? actions.size() - 1 : known;
  }

  private void take(byte[] document) {
    InvokerReport report;
    try {
      report = ReportCodec.decode(document);
    } catch (ReportRejectedException e) {
      // of a later version: a controller logs none that it refused itself
      return;
    }
    KnownInvoker invoker = invoker(report.invoker());
    Long started = report.startedAtMillis();
    if (started != null && !started.equals(invoker.startedMillis)) {
      invoker.startedMillis = started;
      restarts.add(new InvokerRestart(report.invoker(), seconds((double) started)));
    }
    ContainerReport containers = report.containers();
    if (containers != null && invoker.memoryMb == 0) {
      invoker.memoryMb = containers.userMemoryMb();
    }
    ResourceReport resources = report.resources();
    if (resources.sampledAtMillis() <= invoker.sampledMillis) {
      return;
    }
    invoker.sampledMillis = resources.sampledAtMillis();
    invoker.cores = resources.cores();
    double busyMillis = BUSY.stream().mapToDouble(resources::value).sum();
    if (!Double.isNaN(busyMillis) && resources.intervalMillis() > 0) {
      double to = seconds((double) resources.sampledAtMillis());
      double interval = resources.intervalMillis() / 1000;
      cpu.add(new CpuSample(report.invoker(), to - interval, to, busyMillis / 1000 / interval));
    }
  }

  /**
   * The record.
   *
   * @param origin what to call the log in messages
   * @throws EventsRefusedException when there is no activation in it
   */
  ClusterRecord record(String origin) {
    int last =
        Math.max(
            first + size,
            1 + activations.stream().mapToInt(RecordedActivation::invoker).max().orElse(-1));
    List<LoggedInvoker> pool = new ArrayList<>();
    for (int i = first; i < last; i++) {
      KnownInvoker known = invoker(i);
      pool.add(new LoggedInvoker(known.memoryMb, known.cores));
    }
    List<RecordedActivation> placed =
        activations.stream()
            .filter(a -> a.invoker() >= first)
            .map(this::inPool)
            .sorted(Comparator.comparingDouble(RecordedActivation::placedSeconds))
            .toList();
    if (placed.isEmpty()) {
      throw new EventsRefusedException(origin, "holds no activation");
    }
    int end = last;
    ClusterRecord record =
        new ClusterRecord(
            Math.round(startMillis),
            seconds(endMillis),
            List.copyOf(actions.keySet()),
            placed,
            0,
            0,
            pool,
            cpu.stream()
                .filter(s -> s.invoker() >= first && s.invoker() < end)
                .map(
                    s ->
                        new CpuSample(
                            s.invoker() - first, s.fromSeconds(), s.toSeconds(), s.busyCores()))
                .toList(),
            restarts.stream()
                .filter(r -> r.invoker() >= first && r.invoker() < end && r.seconds() > 0)
                .map(r -> new InvokerRestart(r.invoker() - first, r.seconds()))
                .toList(),
            controllers,
            models,
            begins && forgotten == 0,
            writers.values().stream().mapToLong(writer -> writer.lost).sum(),
            missing);
    return placed.size() <= most && forgotten == 0
        ? record
        : record.between(
            placed.get(Math.max(0, placed.size() - most)).placedSeconds(),
            Double.POSITIVE_INFINITY);
  }

  private RecordedActivation inPool(RecordedActivation a) {
    return new RecordedActivation(
        a.action(),
        a.invoker() - first,
        a.placedSeconds(),
        a.endedSeconds(),
        a.placed(),
        a.ended());
  }
}
