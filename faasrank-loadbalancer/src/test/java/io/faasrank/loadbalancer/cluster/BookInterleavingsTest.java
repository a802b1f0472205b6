package io.faasrank.loadbalancer.cluster;

import io.faasrank.loadbalancer.Interleavings;
import io.faasrank.loadbalancer.cluster.PoolSums.Quantity;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Guards against a book that differs from OpenWhisk's slots, or from the cluster's sums, once
 * nothing is on its way any more, whatever came between: activations placed, ended, timed out, and
 * gone with their invoker, by several threads at once.
 */
@Param(name = "invoker", gen = IntGen.class, conf = "0:1")
public final class BookInterleavingsTest {

  private static final int INVOKERS = 2;
  private static final int MEMORY_MB = 1024;
  private static final int ACTION_MB = 256;

  private final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), 16, () -> 0);
  private final ActionBook action = book.actions().book("guest", "guest/DH", ACTION_MB);
  private final SemaphoreSlots slots = new SemaphoreSlots(INVOKERS, MEMORY_MB);
  private final MemorySlots memory = slots.of(action, 1);
  private final Pool pool =
      new Pool(false, 0, new boolean[] {true, true}, new int[] {MEMORY_MB, MEMORY_MB});
  private final Queue<Dispatch> inflight = new ConcurrentLinkedQueue<>();

  /** A book of two invokers that is asked for its sums. */
  public BookInterleavingsTest() {
    PoolSums unused = book.sums(pool);
  }

  /** Takes memory and notes the dispatch, as the balancer does; false where there is none. */
  @Operation
  public boolean place(@Param(name = "invoker") int invoker) {
    if (!memory.tryAcquire(invoker)) {
      return false;
    }
    inflight.add(book.dispatched(action, invoker, 1));
    return true;
  }

  /** The first in flight ends. */
  @Operation
  public void end() {
    end(true);
  }

  /** The time of the first in flight is up. */
  @Operation
  public void timeOut() {
    end(false);
  }

  private void end(boolean acknowledged) {
    Dispatch dispatch = inflight.poll();
    if (dispatch != null) {
      if (acknowledged) {
        book.completed(dispatch);
      } else {
        book.timedOut(dispatch);
      }
      memory.release(dispatch.invoker());
    }
  }

  /** The first in flight is gone with its invoker; it ends later, or at the same time. */
  @Operation
  public void lose() {
    Dispatch dispatch = inflight.peek();
    if (dispatch != null) {
      boolean unused = book.gone(dispatch);
    }
  }

  /** Compares them. */
  @Validate
  public void slotsBookAndSumsAgree() {
    int all = 0;
    int allReserved = 0;
    for (int i = 0; i < INVOKERS; i++) {
      InvokerBook invoker = book.invoker(i);
      int reserved = invoker.reservedMb.get();
      same("memory taken", MEMORY_MB - slots.availableMb(i), reserved + book.goneMb(i));
      same("in flight of the action", action.inflight(i), invoker.inflight.get());
      same("memory reserved", (long) ACTION_MB * invoker.inflight.get(), reserved);
      all += invoker.inflight.get();
      allReserved += reserved;
    }
    same("in flight of the action everywhere", action.inflight(), all);
    same("sum in flight", book.sums(pool).get(Quantity.INFLIGHT), all);
    same("sum of memory", book.sums(pool).get(Quantity.RESERVED_MB), allReserved);
  }

  private static void same(String what, long one, long other) {
    if (one != other) {
      throw new IllegalStateException(what + ": " + one + " and " + other);
    }
  }

  @Test
  void slotsBookAndSumsAgreeWhateverCameBetween() {
    Interleavings.stress(getClass(), 3, 150);
  }
}
