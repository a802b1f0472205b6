package io.faasrank.loadbalancer;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.ReportDraft;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import io.faasrank.loadbalancer.cluster.SemaphoreSlots;
import io.faasrank.loadbalancer.decision.Choice;
import io.faasrank.loadbalancer.decision.DecisionLedger;
import io.faasrank.loadbalancer.decision.ModeSwitch;
import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.loadbalancer.decision.Placement;
import io.faasrank.loadbalancer.decision.Request;
import io.faasrank.loadbalancer.decision.ServingPolicies;
import io.faasrank.loadbalancer.model.ModelStore;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.loadbalancer.settings.LoadBalancerSettings;
import io.faasrank.policy.ScoringEngine;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the first activations of a fresh JVM cost by the shipped model and ten fresh invokers, with
 * the rehearsal of the start and without it: one activation is measured per JVM, after so many
 * others. Reports were taken before, as in a controller.
 *
 * <pre>{@code
 * mvn -q -B -Pbenchmark verify -pl faasrank-loadbalancer -am -Dbenchmark=FirstDecisionBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(10)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class FirstDecisionBenchmark {

  private static final int INVOKERS = 10;
  private static final int MEMORY_MB = 2048;

  @Param({"false", "true"})
  boolean rehearsed;

  @Param({"0", "1", "10", "100", "1000"})
  int before;

  private @Nullable FaaSRank faasrank;
  private @Nullable Placement placement;
  private @Nullable DecisionLedger ledger;
  private @Nullable Request request;
  private long startMicros;

  @Setup
  public void setUp() {
    LoadBalancerSettings settings = settings();
    ClusterBook book;
    long start = System.nanoTime();
    if (rehearsed) {
      FaaSRank started = FaaSRank.start(settings, MetricSink.NONE, "0");
      faasrank = started;
      book = started.book();
      placement = started.placement();
      ledger = started.ledger();
    } else {
      book = startCold(settings);
    }
    startMicros = (System.nanoTime() - start) / 1000;
    ReportIntake intake = new ReportIntake(book, new Meters(MetricSink.NONE));
    for (int i = 0; i < INVOKERS; i++) {
      intake.take(new ReportDraft(i, ReportDraft.NOON).json());
    }
    boolean[] usable = new boolean[INVOKERS];
    Arrays.fill(usable, true);
    int[] memoryMb = new int[INVOKERS];
    Arrays.fill(memoryMb, MEMORY_MB);
    ActionBook action = book.actions().book("guest", "guest/DH", 256);
    request =
        new Request(
            "activation",
            action,
            new Pool(false, 0, usable, memoryMb),
            1,
            new SemaphoreSlots(INVOKERS, 1 << 30).of(action, 1));
    for (int i = 0; i < before; i++) {
      place();
    }
  }

  /** All that {@link FaaSRank#start} makes of a decision's parts, without rehearsing. */
  private ClusterBook startCold(LoadBalancerSettings settings) {
    Meters meters = new Meters(MetricSink.NONE);
    ClusterBook book =
        new ClusterBook(settings.freshness(), settings.maxActions(), System::nanoTime);
    ModelStore models =
        ModelStore.open(settings.model(), ScoringEngine.named(settings.engine()), model -> {});
    placement =
        new Placement(
            book,
            new ServingPolicies(settings.policy(), settings.candidates(), models::served),
            settings.freshness().minFreshShare(),
            settings.maxLostShare(),
            settings.decisionBudget(),
            meters,
            System::nanoTime,
            1);
    ledger =
        new DecisionLedger(
            book, new ModeSwitch(settings.mode(), meters), settings.policy(), meters);
    return book;
  }

  @Benchmark
  public Choice place() {
    Request asked = request;
    Placement deciding = placement;
    DecisionLedger noting = ledger;
    if (asked == null || deciding == null || noting == null) {
      throw new IllegalStateException("not set up");
    }
    Choice placed = deciding.place(asked);
    if (placed == null) {
      throw new IllegalStateException("a decision fell back to hashing");
    }
    noting.open(asked.activationId(), asked.action(), placed.invoker(), 1, placed, null, null);
    noting.close(asked.activationId(), Outcome.COMPLETED);
    return placed;
  }

  @TearDown
  public void tearDown() {
    System.out.printf("the start took %s us%n", startMicros);
    if (faasrank != null) {
      faasrank.close();
    }
  }

  /** Nobody answers at port 1. The budget is no bound here, since each decision is to be seen. */
  private static LoadBalancerSettings settings() {
    Config own =
        ConfigFactory.parseString(
            "faasrank { decision-budget = 10s, redis.port = 1,"
                + " freshness { stale-after = 5m, settle = 0s } }");
    return LoadBalancerSettings.from(
        own.withFallback(ConfigFactory.parseResources("reference.conf")).resolve());
  }
}
