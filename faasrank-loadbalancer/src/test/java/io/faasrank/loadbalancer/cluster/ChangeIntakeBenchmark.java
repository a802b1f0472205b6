package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.ActionReport;
import io.faasrank.cluster.CompactReports;
import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of a report in the compact form to a controller of a large cluster, on one thread, from the
 * document to the book: a second of {@link #REPORTS} changes of each of 10,000 invokers, which list
 * 40 of 4,096 actions, in each second one full report of a quarter of them, and two activations
 * from here on each. Of {@code changed} actions of a report something has changed.
 *
 * <pre>{@code
 * mvn -q -B -Pbenchmark verify -pl faasrank-loadbalancer -am -Dbenchmark='ChangeIntakeBenchmark'
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 6)
@Measurement(iterations = 6)
public class ChangeIntakeBenchmark {

  private static final int INVOKERS = 10_000;
  private static final int ACTIONS = 4096;
  private static final int LISTED = 40;
  private static final int REPORTS = 5;
  private static final int MB = 256;

  /** Actions of which a report tells something new. */
  @Param({"1", "4"})
  private int changed;

  private final HandClock clock = new HandClock();
  private final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), ACTIONS, clock);
  private final Meters meters = new Meters(MetricSink.NONE);
  private final NewestReports reports =
      new NewestReports(new ReportIntake(book, meters), book, meters, 1);
  private final CompactReports[] writers = new CompactReports[INVOKERS];
  private final ActionReport[][] listed = new ActionReport[INVOKERS][LISTED];
  private final byte[][] documents = new byte[REPORTS * INVOKERS][];
  private final int[] runs = new int[INVOKERS];
  private final SplittableRandom random = new SplittableRandom(1);
  private long millis;

  /** All invokers are known, and so are all actions. */
  @Setup
  public void begin() {
    for (int i = 0; i < INVOKERS; i++) {
      writers[i] = new CompactReports();
      int first = random.nextInt(ACTIONS);
      for (int a = 0; a < LISTED; a++) {
        listed[i][a] = action((first + a) % ACTIONS, 1);
      }
      reports.pushed(i, writers[i].full(report(i)));
    }
    reports.takeAll();
  }

  /** Writes the reports of the next second. */
  @Setup(Level.Iteration)
  public void write() {
    long start = millis;
    for (int round = 0; round < REPORTS; round++) {
      millis = start + 1000L * round / REPORTS;
      for (int i = 0; i < INVOKERS; i++) {
        for (int c = 0; c < changed; c++) {
          int which = random.nextInt(LISTED);
          ActionReport before = listed[i][which];
          int number = Integer.parseInt(before.name().substring("guest/action".length()));
          listed[i][which] = action(number, before.runs() + 1);
        }
        boolean full = round == 0 && i % 4 == start / 1000 % 4;
        InvokerReport report = report(i);
        documents[round * INVOKERS + i] =
            full ? writers[i].full(report) : writers[i].change(report);
      }
    }
    millis = start + 1000;
  }

  /** A report; its share of the activations is included. */
  @Benchmark
  @OperationsPerInvocation(REPORTS * INVOKERS)
  public int take() {
    int taken = 0;
    for (byte[] document : documents) {
      int invoker = taken % INVOKERS;
      if ((taken + taken / INVOKERS) % 5 < 2) {
        ActionReport action = listed[invoker][runs[invoker]++ % LISTED];
        ActionBook of = book.actions().book("guest", action.name(), MB);
        book.completed(book.dispatched(of, invoker, 1));
      }
      clock.advanceMillis(1000.0 / documents.length);
      reports.pushed(invoker, document);
      reports.takeAll();
      taken++;
    }
    return taken;
  }

  private InvokerReport report(int invoker) {
    InvokerReport idle = new ReportDraft(invoker, ReportDraft.NOON + millis).report();
    ContainerReport none = Objects.requireNonNull(idle.containers());
    List<ActionReport> actions = new ArrayList<>(Arrays.asList(listed[invoker]));
    return new InvokerReport(
        invoker,
        idle.uniqueName(),
        null,
        idle.sampledAtMillis(),
        idle.resources(),
        new ContainerReport(none.userMemoryMb(), 0, LISTED * MB, 0, 0, millis, 0, 0, actions));
  }

  private static ActionReport action(int number, long runs) {
    return new ActionReport("guest", "guest/action" + number, MB, 1, 0, 1, 400, runs, 120);
  }
}
