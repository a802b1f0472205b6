package io.faasrank.loadbalancer.decision;

import io.faasrank.cluster.ResourceMetric;
import io.faasrank.event.EventEncoder;
import io.faasrank.event.LogEvent;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.ReportDraft;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import io.faasrank.loadbalancer.cluster.SemaphoreSlots;
import io.faasrank.loadbalancer.event.EventLog;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the log of events costs an activation, placed by the shipped model and ended, without Kafka:
 * {@code off} writes none; {@code on} puts the events into the ring, and takes them out again, as
 * another thread does in a controller; {@code written} also encodes them, as that thread does.
 *
 * <pre>{@code
 * mvn -q -B -Pbenchmark verify -pl faasrank-loadbalancer -am -Dbenchmark='EventLogBenchmark -prof gc'
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EventLogBenchmark {

  private static final int ACTIONS = 10;
  private static final int MEMORY_MB = 2048;
  private static final int ENTRY_BYTES = 128 << 10;

  @Param({"off", "on", "written"})
  String log = "off";

  @Param({"10", "100"})
  int invokers = 10;

  private final EventEncoder encoder = new EventEncoder();
  private EventLog events = EventLog.off();
  private ClusterBook book = book();
  private DecisionLedger ledger = ledger();
  private Placement placement = placement();
  private Pool pool = new Pool(false, 0, new boolean[0], new int[0]);
  private SemaphoreSlots slots = new SemaphoreSlots(0, 0);
  private String[] ids = new String[0];
  private int[] placedOn = new int[0];
  private int next;

  @Setup
  public void setUp() {
    events = log.equals("off") ? EventLog.off() : new EventLog();
    book = book();
    ledger = ledger();
    placement = placement();
    slots = new SemaphoreSlots(invokers, MEMORY_MB);
    boolean[] usable = new boolean[invokers];
    Arrays.fill(usable, true);
    int[] memoryMb = new int[invokers];
    Arrays.fill(memoryMb, MEMORY_MB);
    pool = new Pool(false, 0, usable, memoryMb);
    ids = new String[2 * invokers];
    placedOn = new int[ids.length];
    SplittableRandom random = new SplittableRandom(1);
    report(random);
    for (int i = 0; i < ids.length; i++) {
      ids[i] = String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong());
      open(i);
    }
  }

  @Benchmark
  public int activation() {
    int slot = next;
    next = slot + 1 == ids.length ? 0 : slot + 1;
    slots.release(placedOn[slot], action(slot), 1);
    ledger.close(ids[slot], Outcome.COMPLETED);
    open(slot);
    for (LogEvent event = events.poll(); event != null; event = events.poll()) {
      if (log.equals("written")) {
        encoder.add(event);
      }
    }
    if (encoder.size() >= ENTRY_BYTES) {
      return encoder.finish("benchmark", 0, 0, 0, 0).length;
    }
    return placedOn[slot];
  }

  private void open(int slot) {
    ActionBook action = action(slot);
    Choice placed = placement.place(new Request(ids[slot], action, pool, 1, slots.of(action, 1)));
    if (placed == null) {
      throw new IllegalStateException("a decision fell back to hashing");
    }
    ledger.open(ids[slot], action, placed.invoker(), 1, placed, null, null);
    placedOn[slot] = placed.invoker();
  }

  private ActionBook action(int slot) {
    return book.actions().book("guest", "guest/action" + slot % ACTIONS, 256);
  }

  private ClusterBook book() {
    return new ClusterBook(
        new FreshnessSettings(Duration.ofHours(1), Duration.ZERO, 0.5),
        4096,
        System::nanoTime,
        events);
  }

  private DecisionLedger ledger() {
    Meters meters = new Meters(MetricSink.NONE);
    return new DecisionLedger(book, new ModeSwitch(Mode.FAASRANK, meters), "faasrank", meters);
  }

  private Placement placement() {
    Model model = ShippedModel.open("extended");
    Scorer scorer = new NetworkScorer(model);
    Policy policy = Policies.create("faasrank", () -> scorer);
    Serving serving = new Serving(policy, policy, new Served(model, scorer, "1", "shipped"));
    return new Placement(
        book,
        () -> serving,
        0.5,
        1,
        Duration.ofSeconds(10),
        new Meters(MetricSink.NONE),
        System::nanoTime,
        1);
  }

  private void report(SplittableRandom random) {
    ReportIntake intake = new ReportIntake(book, new Meters(MetricSink.NONE));
    for (int i = 0; i < invokers; i++) {
      ReportDraft report = new ReportDraft(i, ReportDraft.NOON);
      for (ResourceMetric metric : ResourceMetric.values()) {
        report.resource(metric, random.nextDouble(500));
      }
      for (int a = 0; a < ACTIONS; a++) {
        report.measured(action(a), random.nextInt(2), 5, 1_000, 50, 200 + 300.0 * a);
      }
      intake.take(report.json());
    }
  }
}
