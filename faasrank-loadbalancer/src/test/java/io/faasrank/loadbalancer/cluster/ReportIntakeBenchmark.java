package io.faasrank.loadbalancer.cluster;

import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * Cost of one report to a controller, from its document to the book: a round of reports of {@link
 * #INVOKERS} invokers that list the actions between them, then a second's housekeeping of the
 * actions, of which the controller keeps {@link #MAX_ACTIONS}.
 *
 * <pre>{@code
 * mvn -q -B -Pbenchmark verify -pl faasrank-loadbalancer -am -Dbenchmark='ReportIntakeBenchmark -prof gc'
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReportIntakeBenchmark {

  private static final int INVOKERS = 50;

  private static final int MAX_ACTIONS = 4096;

  /** Distinct actions that stand on the invokers. */
  @Param({"1000", "4000", "4500", "8000"})
  private int actions;

  private final HandClock clock = new HandClock();
  private final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), MAX_ACTIONS, clock);
  private final ReportIntake intake = new ReportIntake(book, new Meters(MetricSink.NONE));
  private byte[][] even = new byte[0][];
  private byte[][] odd = even;
  private boolean turn;

  /** Writes two documents of each invoker, which are taken in turns. */
  @Setup
  public void setUp() {
    even = documents(ReportDraft.NOON);
    odd = documents(ReportDraft.NOON + 1);
  }

  private byte[][] documents(long sampledAtMillis) {
    ActionTable names = new ActionTable(Integer.MAX_VALUE, clock);
    byte[][] documents = new byte[INVOKERS][];
    for (int invoker = 0; invoker < INVOKERS; invoker++) {
      ReportDraft draft = new ReportDraft(invoker, sampledAtMillis);
      for (int i = invoker; i < actions; i += INVOKERS) {
        ActionBook action = names.book("guest", "guest/action" + i, 256);
        draft.measured(action, i % 3, 1, 500, 7, 120);
      }
      documents[invoker] = draft.json();
    }
    return documents;
  }

  /** A report; its share of the housekeeping is included. */
  @Benchmark
  @OperationsPerInvocation(INVOKERS)
  public int take() {
    turn = !turn;
    for (byte[] document : turn ? even : odd) {
      // so that a round takes so long that an older report is taken again
      clock.advanceMillis(120);
      intake.take(document);
    }
    book.actions().trim();
    return book.actions().size();
  }
}
