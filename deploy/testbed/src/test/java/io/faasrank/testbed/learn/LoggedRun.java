package io.faasrank.testbed.learn;

import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.ResourceReport;
import io.faasrank.event.ControllerStarted;
import io.faasrank.event.EventEncoder;
import io.faasrank.event.EventEntry;
import io.faasrank.event.EventFileWriter;
import io.faasrank.event.LogEvent;
import io.faasrank.event.ModelServed;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import io.faasrank.loadbalancer.decision.Choice;
import io.faasrank.loadbalancer.decision.DecisionLedger;
import io.faasrank.loadbalancer.decision.Fallback;
import io.faasrank.loadbalancer.decision.Mode;
import io.faasrank.loadbalancer.decision.ModeSwitch;
import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.loadbalancer.decision.Placement;
import io.faasrank.loadbalancer.decision.Request;
import io.faasrank.loadbalancer.decision.ServingPolicies;
import io.faasrank.loadbalancer.decision.Told;
import io.faasrank.loadbalancer.event.EventLog;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.Decision;
import io.faasrank.policy.NetworkScorer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The log of a small controller whose scores are known: 40 activations, a quarter of which hashing
 * placed while the policy was asked too, and two on which it gave no answer. It ran from 13:00:01
 * UTC on.
 */
public final class LoggedRun {

  /** The last but one: the policy had no answer. */
  public static final String FALLEN_BACK = "id38";

  /** The last, which is in flight when the log ends. */
  public static final String OPEN = "id39";

  /** 29 November 2026, 13:00 UTC. */
  private static final long START_MILLIS = 1_795_957_200_000L;

  private static final long MILLION = 1_000_000;
  private static final int INVOKERS = 5;
  private static final int ACTIVATIONS = 40;

  /** What the policy saw and said, by invoker. */
  public record Scored(String activationId, int chosen, TreeMap<Integer, Float> scores) {}

  private final long[] now = new long[1];
  private final EventLog log = new EventLog();
  private final Meters meters = new Meters(MetricSink.NONE);
  private final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofHours(1), Duration.ZERO, 0), 16, () -> now[0], log);
  private final ReplayedMemory memory = new ReplayedMemory();
  private final List<Scored> scored = new ArrayList<>();
  private final List<byte[]> batches = new ArrayList<>();

  /** Runs it. */
  public LoggedRun(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    log.add(
        new ControllerStarted(0, "", "faasrank", "all", 16, hour(), 0, 0, 1, false, 1, 2, seed));
    Model model = ShippedModel.open("extended");
    Served served = new Served(model, new NetworkScorer(model), "extended", "test");
    DecisionLedger ledger =
        new DecisionLedger(book, new ModeSwitch(Mode.FAASRANK, meters), "faasrank", meters);
    ReportIntake intake = new ReportIntake(book, meters, ledger);
    Placement placement =
        new Placement(
            book,
            new ServingPolicies(
                "faasrank",
                CandidateLimit.NONE,
                () -> served,
                each ->
                    log.add(
                        new ModelServed(
                            now[0], each.digest(), each.version(), ModelFile.toBytes(model)))),
            0,
            1,
            Duration.ofDays(1),
            meters,
            () -> now[0],
            seed);
    boolean[] usable = new boolean[INVOKERS];
    Arrays.fill(usable, true);
    int[] memoryMb = new int[INVOKERS];
    Arrays.fill(memoryMb, 2048);
    Pool pool = new Pool(false, 0, usable, memoryMb);
    memory.seen(pool);
    for (int i = 0; i < ACTIVATIONS; i++) {
      now[0] = (1_000 + 100L * i) * MILLION;
      report(intake, random, i % INVOKERS);
      run(i, placement, ledger, pool);
      batch();
    }
  }

  private static long hour() {
    return Duration.ofHours(1).toNanos();
  }

  private void report(ReportIntake intake, SplittableRandom random, int invoker) {
    long millis = START_MILLIS + now[0] / MILLION;
    double[] values = random.doubles(ResourceMetric.COUNT, 0, 500).toArray();
    intake.take(
        ReportCodec.encode(
            new InvokerReport(
                invoker,
                "invoker" + invoker,
                START_MILLIS,
                millis,
                new ResourceReport(millis, 1000, 8, values),
                new ContainerReport(2048, 256, 256, 1, 0, 3, 0, 0, List.of()))));
  }

  private void run(int i, Placement placement, DecisionLedger ledger, Pool pool) {
    ActionBook action = book.actions().book("guest", "guest/a" + i % 3, 256);
    action.seen(60_000, false);
    String id = "id" + i;
    book.seen(pool);
    Choice choice = null;
    if (!id.equals(FALLEN_BACK)) {
      choice = placement.shadow(new Request(id, action, pool, 1, memory.view()));
      if (choice == null) {
        throw new IllegalStateException("no answer to " + id);
      }
      keep(id, placement.lastDecision(pool));
    }
    boolean byHashing = i % 4 == 3;
    int invoker = byHashing || choice == null ? i % INVOKERS : choice.invoker();
    memory.take(invoker, action, 1);
    now[0] += 10_000;
    ledger.open(
        id,
        action,
        invoker,
        1,
        byHashing ? null : choice,
        byHashing ? choice : null,
        choice == null ? Fallback.STALE_METRICS : null);
    if (!id.equals(OPEN)) {
      now[0] += (20 + i) * MILLION;
      ledger.told(id, Told.of(0, false, 12, 3, i % 3 == 0 ? 5 : -1));
      ledger.close(id, Outcome.COMPLETED);
      memory.release(invoker, action, 1);
    }
  }

  private void keep(String id, Decision decision) {
    TreeMap<Integer, Float> scores = new TreeMap<>();
    for (int c = 0; c < decision.count(); c++) {
      scores.put(decision.candidates()[c], decision.scores()[c]);
    }
    scored.add(new Scored(id, decision.chosen(), scores));
  }

  private void batch() {
    EventEncoder encoder = new EventEncoder();
    for (LogEvent event = log.poll(); event != null; event = log.poll()) {
      encoder.add(event);
    }
    batches.add(
        encoder.finish("controller0", batches.size(), 0, now[0], START_MILLIS + now[0] / MILLION));
  }

  /** What the policy said of each activation that it was asked about and had an answer to. */
  public List<Scored> scored() {
    return List.copyOf(scored);
  }

  /** The entries of the stream. */
  public List<byte[]> batches() {
    return List.copyOf(batches);
  }

  /** Writes the files that a recorder would have written, from a batch on. */
  public void write(Path folder, int from) throws IOException {
    try (EventFileWriter files = EventFileWriter.open(folder)) {
      for (int i = from; i < batches.size(); i++) {
        files.append(new EventEntry(START_MILLIS + i, 0, batches.get(i)));
      }
    }
  }
}
