package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.Interleavings;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Guards against an activation that is opened or closed twice, by an acknowledgement and its
 * time-out at the same time, and against a book that then counts it twice or for ever.
 */
@Param(name = "id", gen = IntGen.class, conf = "0:1")
public final class LedgerInterleavingsTest {

  private final Meters meters = new Meters(MetricSink.NONE);
  private final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), 16, () -> 0);
  private final ActionBook action = book.actions().book("guest", "guest/DH", 256);
  private final DecisionLedger ledger =
      new DecisionLedger(book, new ModeSwitch(Mode.FAASRANK, meters), "faasrank", meters);

  /** Opens it; false where it is in flight. */
  @Operation
  public boolean open(@Param(name = "id") int id) {
    return ledger.open(Integer.toString(id), action, 0, 1, null, null, null);
  }

  /** Acknowledges it; false where it is not in flight. */
  @Operation
  public boolean acknowledge(@Param(name = "id") int id) {
    return ledger.close(Integer.toString(id), Outcome.COMPLETED);
  }

  /** Its time is up; likewise. */
  @Operation
  public boolean timeOut(@Param(name = "id") int id) {
    return ledger.close(Integer.toString(id), Outcome.TIMED_OUT);
  }

  /** What is open is what the book has. */
  @Validate
  public void ledgerAndBookAgree() {
    long inBook = book.ownWork().activations();
    if (inBook != ledger.inflight()) {
      throw new IllegalStateException(ledger.inflight() + " open, in the book " + inBook);
    }
  }

  @Test
  void eachIsClosedOnce() {
    Interleavings.stress(getClass(), 3, 150);
  }
}
