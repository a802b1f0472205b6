package io.faasrank.loadbalancer.decision;

import io.faasrank.cluster.ResourceMetric;
import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.Scaler;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.ReportDraft;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import io.faasrank.loadbalancer.cluster.SemaphoreSlots;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.loadbalancer.observe.Series;
import io.faasrank.model.Model;
import io.faasrank.model.ScoreNetwork;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.LateBinding;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of one activation to a controller, stages 3 to 9 without Kafka: looking up its action,
 * placing it by the shipped model, taking memory, opening it in the ledger, and the closing of
 * another one. All invokers are fresh, twice as many activations are in flight. {@code greedy}
 * needs no metrics and hardly scores: the fixed cost.
 *
 * <pre>{@code
 * mvn -q -B -Pbenchmark verify -pl faasrank-loadbalancer -am -Dbenchmark='PlacementBenchmark -prof gc'
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode({Mode.SampleTime, Mode.Throughput})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlacementBenchmark {

  private static final int ACTIONS = 10;
  private static final int MEMORY_MB = 2048;
  private static final String[] NAMES = new String[ACTIONS];

  static {
    Arrays.setAll(NAMES, i -> "guest/action" + i);
  }

  @Param({"10", "100", "1000", "10000"})
  int invokers = 10;

  @Param({"greedy", "faasrank"})
  String policy = "greedy";

  /**
   * Whether the classes that serve decide, or those that served before decisions kept anything from
   * one to the next: {@link FormerPlacement}; or with late binding, by a rule that is asked and
   * never lets wait. For policy faasrank.
   */
  @Param({"former", "serving", "late"})
  String path = "serving";

  /**
   * Name of the model's schema; a model that is not shipped is an untrained one, as dear as any.
   */
  @Param({"extended", "general"})
  String schema = "extended";

  /** Which candidates the model scores: see {@link CandidateLimit#parse}. */
  @Param({"all", "auto"})
  String candidates = "all";

  private final Meters meters = new Meters(new NoSink());
  private final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofHours(1), Duration.ZERO, 0.5), 4096, System::nanoTime);
  private final ModeSwitch modes =
      new ModeSwitch(io.faasrank.loadbalancer.decision.Mode.FAASRANK, meters);
  private final DecisionLedger ledger = new DecisionLedger(book, modes, "benchmark", meters);
  private Function<Request, @Nullable Choice> placement =
      placement(new Serving(greedy(), greedy(), null))::place;
  private Pool pool = new Pool(false, 0, new boolean[0], new int[0]);
  private SemaphoreSlots slots = new SemaphoreSlots(0, 0);

  /** Activations in flight, closed in the order of their opening. */
  private String[] ids = new String[0];

  private int[] placedOn = new int[0];
  private int next;

  @Setup
  public void setUp() {
    slots = new SemaphoreSlots(invokers, MEMORY_MB);
    boolean[] usable = new boolean[invokers];
    Arrays.fill(usable, true);
    int[] memoryMb = new int[invokers];
    Arrays.fill(memoryMb, MEMORY_MB);
    pool = new Pool(false, 0, usable, memoryMb);
    ids = new String[2 * invokers];
    placedOn = new int[ids.length];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < ids.length; i++) {
      ids[i] = String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong());
    }
    report(random);
    if (policy.equals("faasrank")) {
      Model model =
          ShippedModel.names().contains(schema) ? ShippedModel.open(schema) : untrained(schema);
      Scorer scorer = new NetworkScorer(model);
      CandidateLimit limit = CandidateLimit.parse(candidates);
      Policy learned = Policies.create(policy, () -> scorer).within(limit);
      Serving serving = new Serving(learned, learned, new Served(model, scorer, "1", "shipped"));
      placement =
          switch (path) {
            case "former" -> new FormerPlacement(book, model, 0, meters, System::nanoTime)::place;
            case "late" -> room(placement(serving))::place;
            default -> placement(serving)::place;
          };
    }
    for (int i = 0; i < ids.length; i++) {
      // spread, since 20,000 decisions on 10,000 invokers would take minutes
      placedOn[i] = i % invokers;
      slots.of(action(i), 1).forceAcquire(placedOn[i]);
      ledger.open(ids[i], action(i), placedOn[i], 1, null, null, null);
    }
  }

  @Benchmark
  public int publish() {
    int slot = next;
    next = slot + 1 == ids.length ? 0 : slot + 1;
    slots.release(placedOn[slot], action(slot), 1);
    ledger.close(ids[slot], Outcome.COMPLETED);
    return open(slot);
  }

  private int open(int slot) {
    ActionBook action = action(slot);
    Choice placed = placement.apply(new Request(ids[slot], action, pool, 1, slots.of(action, 1)));
    if (placed == null) {
      throw new IllegalStateException("a decision fell back to hashing");
    }
    ledger.open(ids[slot], action, placed.invoker(), 1, placed, null, null);
    placedOn[slot] = placed.invoker();
    return placed.invoker();
  }

  private ActionBook action(int slot) {
    return book.actions().book("guest", NAMES[slot % ACTIONS], 256);
  }

  private void report(SplittableRandom random) {
    ReportIntake intake = new ReportIntake(book, meters);
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

  private Placement placement(Serving serving) {
    return new Placement(
        book, () -> serving, 0.5, 1, Duration.ofSeconds(10), meters, System::nanoTime, 1);
  }

  private WaitingRoom room(Placement around) {
    LateBindingSettings settings =
        new LateBindingSettings(true, new LateBinding(0, 0), 1, 1, Duration.ofDays(1));
    return new WaitingRoom(settings, policy, around, ledger, book, () -> true, meters);
  }

  private static Model untrained(String schemaName) {
    FeatureSchema schema = FeatureSchema.named(schemaName);
    ScoreNetwork network = ScoreNetwork.random(schema.width(), new Random(1)::nextFloat);
    return new Model(schema, Scaler.identity(schema.width()), network, network, Map.of());
  }

  private static Policy greedy() {
    return Policies.create(
        "greedy",
        () -> {
          throw new IllegalStateException("greedy is not learned");
        });
  }

  private static final class NoSink implements MetricSink {

    @Override
    public void count(Series series, long increment) {}

    @Override
    public void gauge(Series series, long value) {}

    @Override
    public void record(Series series, long value) {}
  }
}
