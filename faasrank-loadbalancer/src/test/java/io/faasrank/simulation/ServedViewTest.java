package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.StateEncoder;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.Dispatch;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.cluster.HandClock;
import io.faasrank.loadbalancer.cluster.LiveView;
import io.faasrank.loadbalancer.cluster.MemorySlots;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.ReportDraft;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.RecordingSink;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards against a scheduler that is trained on one thing and served another: the same dispatches,
 * completions and reports go to the simulator's view and to a controller's, and both must encode
 * the same state rows.
 *
 * <p>All columns of the schemas extended and general are compared. Everything happens on a grid of
 * 100 ms and reports are sampled in between, since a controller allows 10 ms for the way of a
 * message, which the simulator does not have. A report that comes late is compared once it is
 * there: the simulator knows it at once. Times of actions are compared when all is reported, since
 * the simulator learns them at the completion, and are equal but for rounding, since a report
 * carries means.
 */
final class ServedViewTest {

  private static final double TICK = 0.1;
  private static final int TICKS = 300;

  /** The simulator samples resources at 0, 0.236 and 0.618 s of each second: just after a tick. */
  private static final double BEFORE_SAMPLES = 0.02;

  private static final double[] CORES = {8, 4, 2};
  private static final int[] MEMORY_MB = {2048, 1024, 512};
  private static final List<FunctionProfile> FUNCTIONS =
      List.of(
          new FunctionProfile("A", 256, 1.1, 0.4, 0.5),
          new FunctionProfile("B", 512, 1.9, 1.0, 0.6),
          new FunctionProfile("C", 128, 0.5, 0.1, 0.2));

  /** What follows from the measured times of an action. */
  private static final Set<String> TIMES =
      Set.of(
          "init_time",
          "run_time",
          "init_time_log",
          "run_time_log",
          "init_to_run_log",
          "run_time_unknown");

  /** What follows from the times as they were known at each dispatch. */
  private static final Set<String> WORK = Set.of("work", "work_to_cluster");

  private final SimulatedCluster simulated =
      new SimulatedCluster(
          // cores are never short, so that all ends on the grid
          new SimulationSettings(1e-9, 1, 0.1, 1e6, 1, 0.05),
          List.of(
              new InvokerSettings(CORES[0], MEMORY_MB[0]),
              new InvokerSettings(CORES[1], MEMORY_MB[1]),
              new InvokerSettings(CORES[2], MEMORY_MB[2])),
          new Workload("none", FUNCTIONS, List.of()),
          5);

  private final HandClock clock = new HandClock();
  private final ClusterBook book =
      new ClusterBook(new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), 100, clock);
  private final ReportIntake intake = new ReportIntake(book, new Meters(new RecordingSink()));
  private final LiveView served = new LiveView(book);
  private final int[] reservedMb = new int[3];
  private final MemorySlots slots = new Slots();
  private final Pool pool = new Pool(false, 0, new boolean[] {true, true, true}, MEMORY_MB);
  private final ActionBook[] actions = new ActionBook[FUNCTIONS.size()];
  private final Map<Integer, Dispatch> open = new HashMap<>();
  private final Measured[][] measured = new Measured[3][FUNCTIONS.size()];
  private final byte[][] late = new byte[3][];
  private boolean completedNow;
  private boolean sameTimes;
  private int compared;
  private int queuedSeen;
  private int warmSeen;

  @BeforeEach
  void begin() {
    for (int f = 0; f < actions.length; f++) {
      FunctionProfile function = FUNCTIONS.get(f);
      actions[f] = book.actions().book("guest", "guest/" + function.name(), function.memoryMb());
      for (Measured[] invoker : measured) {
        invoker[f] = new Measured();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void showsTheSameWithReportsInTime(long seed) {
    run(seed, 0);
    assertThat(compared).isGreaterThan(5_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void showsTheSameWithReportsThatComeAfterTheNextDispatches(long seed) {
    run(seed, 0.5);
    assertThat(compared).isGreaterThan(2_000);
  }

  /** Nothing is dispatched before the times of what has completed are reported. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void showsTheSameWorkWhereTheSameTimesAreKnown(long seed) {
    sameTimes = true;
    run(seed, 0);
    assertThat(compared).isGreaterThan(5_000);
  }

  private void run(long seed, double lateShare) {
    SplittableRandom random = new SplittableRandom(seed);
    report(0, random, 0);
    int activations = 0;
    for (int tick = 1; tick <= TICKS; tick++) {
      clock.advanceMillis(40);
      double now = tick * TICK - BEFORE_SAMPLES;
      complete(now);
      compare(now);
      // what a controller sees at one instant has no order
      clock.advanceMillis(1);
      int arrivals = completedNow && sameTimes ? 0 : random.nextInt(3);
      for (int i = 0; i < arrivals; i++) {
        dispatch(activations++, now, random);
        compare(now);
      }
      clock.advanceMillis(9);
      takeLateReports();
      compare(now);
      clock.advanceMillis(50);
      report(now + 0.06, random, lateShare);
    }
    assertThat(queuedSeen).isPositive();
    assertThat(warmSeen).isPositive();
  }

  private void complete(double now) {
    int[] on = new int[1];
    completedNow = false;
    while (simulated.nextEventSeconds() <= now + 1e-6) {
      SimulatedActivation done = simulated.step(on);
      if (done != null) {
        completedNow = true;
        measured[on[0]][done.function].add(done, simulated.now());
        Dispatch dispatch = open.remove(done.id);
        assertThat(dispatch).isNotNull();
        book.completed(dispatch);
        reservedMb[on[0]] -= FUNCTIONS.get(done.function).memoryMb();
      }
    }
  }

  private void dispatch(int id, double now, SplittableRandom random) {
    int function = random.nextInt(FUNCTIONS.size());
    int invoker = random.nextInt(3);
    SimulatedActivation activation =
        new SimulatedActivation(
            id, function, now, FUNCTIONS.get(function).warmSeconds() * (1 + random.nextInt(2)));
    simulated.present(activation);
    simulated.dispatch(activation, invoker);
    reservedMb[invoker] += FUNCTIONS.get(function).memoryMb();
    open.put(id, book.dispatched(actions[function], invoker, 1));
  }

  /** Each invoker reports; a late report arrives after what happens at the next tick. */
  private void report(double now, SplittableRandom random, double lateShare) {
    simulated.present(new SimulatedActivation(-1, 0, now, 1));
    for (int i = 0; i < 3; i++) {
      byte[] document = sample(i, now);
      if (random.nextDouble() < lateShare) {
        late[i] = document;
      } else {
        intake.take(document);
      }
    }
  }

  private void takeLateReports() {
    for (int i = 0; i < 3; i++) {
      byte[] document = late[i];
      if (document != null) {
        intake.take(document);
        late[i] = null;
      }
    }
  }

  /** What an invoker in the simulated one's state would report. */
  private byte[] sample(int invoker, double now) {
    SimulatedInvoker there = simulated.invoker(invoker);
    float[] resources = simulated.resources(invoker);
    ReportDraft report =
        new ReportDraft(invoker, ReportDraft.NOON + Math.round(now * 1000))
            .cores((int) CORES[invoker])
            .working(there.running(), there.containerMemoryMb() - there.idleMemoryMb());
    for (ResourceMetric metric : ResourceMetric.values()) {
      boolean delta = metric.kind() == ResourceMetric.Kind.DELTA;
      // the change over half a second
      report.resource(metric, resources[metric.ordinal()] * (delta ? 0.5 : 1));
    }
    int idleMb = there.idleMemoryMb();
    for (int f = 0; f < actions.length; f++) {
      measured[invoker][f].into(report, actions[f], there.idleCount(f));
    }
    return report.idleMb(idleMb).json();
  }

  private void compare(double now) {
    boolean someLate = Arrays.stream(late).anyMatch(each -> each != null);
    for (int f = 0; f < actions.length; f++) {
      Action known = simulated.present(new SimulatedActivation(-1, f, now, 1));
      served.bind(pool, actions[f], slots, 1);
      compare(FeatureSchema.EXTENDED, known, actions[f].action(), someLate);
      if (!someLate) {
        // a late report of one invoker is missing in the sums, and so in the columns of all
        compare(FeatureSchema.GENERAL, known, actions[f].action(), false);
      }
    }
  }

  private void compare(FeatureSchema schema, Action known, Action asServed, boolean someLate) {
    int[] candidates = {0, 1, 2};
    float[] expected = rows(schema, simulated, known, candidates);
    float[] actual = rows(schema, served, asServed, candidates);
    for (int i : candidates) {
      if (late[i] == null) {
        assertSameRow(schema, expected, actual, i * schema.width(), completedNow || someLate);
        compared++;
        queuedSeen += simulated.queued(i);
        warmSeen += simulated.idleWarm(i, known);
      }
    }
  }

  private static float[] rows(
      FeatureSchema schema, ClusterView view, Action action, int[] candidates) {
    float[] rows = new float[candidates.length * schema.width()];
    new StateEncoder(schema).encode(view, action, candidates, candidates.length, rows);
    return rows;
  }

  private void assertSameRow(
      FeatureSchema schema, float[] expected, float[] actual, int at, boolean unreported) {
    for (int c = 0; c < schema.width(); c++) {
      String column = schema.features().get(c).name();
      float want = expected[at + c];
      float got = actual[at + c];
      boolean same = Float.compare(want, got) == 0;
      if (TIMES.contains(column)) {
        same |= Math.abs(want - got) < 1e-4 || unreported;
      }
      if (WORK.contains(column)) {
        same |= Math.abs(want - got) < 1e-3 || !sameTimes;
      }
      if (!same) {
        assertThat(got).as(column).isEqualTo(want);
      }
    }
  }

  /** All of each invoker's memory is this controller's. */
  private final class Slots implements MemorySlots {

    @Override
    public int availableMb(int invoker) {
      return MEMORY_MB[invoker] - reservedMb[invoker];
    }

    @Override
    public boolean tryAcquire(int invoker) {
      throw new UnsupportedOperationException("nothing is placed");
    }

    @Override
    public void forceAcquire(int invoker) {
      throw new UnsupportedOperationException("nothing is placed");
    }

    @Override
    public void release(int invoker) {
      throw new UnsupportedOperationException("nothing is placed");
    }
  }

  /** What one invoker measured of one action. */
  private static final class Measured {

    private long inits;
    private double initSeconds;
    private long runs;
    private double runSeconds;

    void add(SimulatedActivation done, double now) {
      runs++;
      runSeconds += now - done.phaseStartSeconds;
      if (done.cold) {
        inits++;
        initSeconds += done.initSeconds;
      }
    }

    void into(ReportDraft report, ActionBook action, int idle) {
      double initMillis = inits == 0 ? 0 : 1000 * initSeconds / inits;
      double runMillis = runs == 0 ? 0 : 1000 * runSeconds / runs;
      report.measured(action, idle, inits, initMillis, runs, runMillis);
    }
  }
}
