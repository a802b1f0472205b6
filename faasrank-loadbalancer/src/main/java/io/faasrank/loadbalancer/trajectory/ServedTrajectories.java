package io.faasrank.loadbalancer.trajectory;

import io.faasrank.loadbalancer.cluster.Dispatch;
import io.faasrank.loadbalancer.decision.DecisionObserver;
import io.faasrank.loadbalancer.decision.Scored;
import io.faasrank.reward.InflightIntegral;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stage 10 of 12 in a controller: gives each learned decision the reward that followed it, minus
 * the integral of the activations in flight from this controller until the next learned decision
 * (Eq. 8). Activations that hashing places count as in flight and are no decisions.
 *
 * <p>Request threads put events into a queue; {@link #drain}, called about once a second by one
 * thread, integrates. Events of different threads may be out of order by as long as a thread takes
 * to queue one; the later time then counts for both. When the queue is full, events are lost and so
 * is the count in flight: the episode ends there, all further events up to the end of the next
 * drain are lost too, and another episode begins with what is opened from then on.
 */
public final class ServedTrajectories implements DecisionObserver {

  /**
   * Memory of waiting events. Chosen: some ten seconds of 2,000 decisions a second over ten
   * invokers.
   */
  static final long MOST_WAITING_BYTES = 32 << 20;

  /** Memory of an event without its rows, roughly. */
  static final int EVENT_BYTES = 100;

  private record LedgerEvent(
      Dispatch dispatch, @Nullable String activationId, @Nullable Scored scored) {

    long bytes() {
      return EVENT_BYTES + (scored == null ? 0 : (long) Float.BYTES * scored.rows().length);
    }
  }

  private record Pending(String activationId, Dispatch dispatch, Scored scored, double reward) {}

  private final Consumer<byte[]> sink;
  private final TrajectoryFormat format;
  private final Queue<LedgerEvent> events = new ConcurrentLinkedQueue<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final LongAdder dropped = new LongAdder();
  private volatile boolean lost;

  private final Set<Dispatch> counted = new HashSet<>();
  private InflightIntegral integral = new InflightIntegral();
  private @Nullable Pending pending;
  private long episode;
  private double now;

  /**
   * @param format writes the documents
   * @param sink takes a document; must not wait
   */
  public ServedTrajectories(TrajectoryFormat format, Consumer<byte[]> sink) {
    this.format = format;
    this.sink = sink;
  }

  @Override
  public void opened(String activationId, Dispatch dispatch, @Nullable Scored scored) {
    add(new LedgerEvent(dispatch, activationId, scored));
  }

  @Override
  public void closed(Dispatch dispatch) {
    add(new LedgerEvent(dispatch, null, null));
  }

  private void add(LedgerEvent event) {
    if (lost || !fits(event)) {
      lost = true;
      if (event.scored != null) {
        dropped.increment();
      }
      return;
    }
    events.add(event);
  }

  private boolean fits(LedgerEvent event) {
    boolean fits = waitingBytes.addAndGet(event.bytes()) <= MOST_WAITING_BYTES;
    if (!fits) {
      waitingBytes.addAndGet(-event.bytes());
    }
    return fits;
  }

  /** Learned decisions that were lost because the queue was full. */
  public long dropped() {
    return dropped.sum();
  }

  /** Handles the events since the last call. */
  public void drain() {
    LedgerEvent event = events.poll();
    while (event != null) {
      waitingBytes.addAndGet(-event.bytes());
      take(event);
      event = events.poll();
    }
    if (lost) {
      if (pending != null) {
        dropped.increment();
      }
      episode++;
      counted.clear();
      integral = new InflightIntegral();
      pending = null;
      now = 0;
      lost = false;
    }
  }

  private void take(LedgerEvent event) {
    String activationId = event.activationId;
    if (activationId == null) {
      if (counted.remove(event.dispatch)) {
        integral.completed(advance(event.dispatch.completedNanos()));
      }
      return;
    }
    counted.add(event.dispatch);
    double reward = integral.decided(advance(event.dispatch.dispatchedNanos()));
    Pending last = pending;
    if (last != null) {
      last = new Pending(last.activationId, last.dispatch, last.scored, last.reward + reward);
      pending = last;
    }
    if (event.scored != null) {
      if (last != null) {
        write(last);
      }
      pending = new Pending(activationId, event.dispatch, event.scored, 0);
    }
  }

  private double advance(long nanos) {
    now = Math.max(now, format.secondsSinceStart(nanos));
    return now;
  }

  private void write(Pending decision) {
    sink.accept(
        format.write(
            episode, decision.activationId, decision.dispatch, decision.scored, decision.reward));
  }
}
