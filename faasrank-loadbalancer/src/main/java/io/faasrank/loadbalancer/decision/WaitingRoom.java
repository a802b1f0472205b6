package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.policy.LateBinding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Late binding between stages 7 and 8 of 12: activations that had better wait in the controller,
 * see {@link LateBinding}, and are sent when an invoker suits. Any thread may bring one or say that
 * one has ended, and none waits for another: what happened goes into a queue and is counted, and
 * whoever counts the first works it all off while the others go on. So lines are for one thread at
 * a time, without a lock.
 *
 * <p>Looked at is the invoker where something has ended, since threads that acknowledge should not
 * work for long, and ten times a second, by a thread of the room's own, all of them. That mends
 * whatever was missed: a completion between a decision and the joining, memory that another
 * controller gave back, metrics that have gone stale.
 *
 * <p>An activation leaves once: sent by the ranking, or left to hashing, where the policy places no
 * longer or can place none. None waits for longer than a bound.
 */
public final class WaitingRoom implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WaitingRoom.class);

  /**
   * Decisions that a thread which publishes or acknowledges makes at most, before the room's own
   * thread goes on. Chosen: well below a millisecond of work.
   */
  static final int MOST_DECISIONS = 64;

  /** Those of the room's own thread, before it looks whether anything else has happened. */
  private static final int MOST_AT_ONCE = 4096;

  /**
   * Between two looks at all invokers. A twentieth of that changes nothing, by the prototype in the
   * simulator.
   */
  private static final long LOOK_MILLIS = 100;

  private final LateBindingSettings settings;
  private final boolean enabled;
  private final Placement placement;
  private final DecisionLedger ledger;
  private final ClusterBook book;
  private final BooleanSupplier places;
  private final WaitingMeters meters;
  private final WaitingPool managed;
  private final WaitingPool blackbox;
  private final Queue<Waiter> joined = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> ended = new ConcurrentLinkedQueue<>();
  private final AtomicInteger work = new AtomicInteger();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong messageBytes = new AtomicLong();
  private final Map<String, Integer> byOwner = new ConcurrentHashMap<>();
  private final AtomicBoolean logged = new AtomicBoolean();
  private final AtomicBoolean goesOn = new AtomicBoolean();
  private final ScheduledExecutorService executor;
  private volatile boolean lookAtAll;
  private volatile boolean closed;
  private volatile long oldestNanos;

  /**
   * @param policy name of the policy that places
   * @param places whether it places what comes now, and hashing does not
   */
  public WaitingRoom(
      LateBindingSettings settings,
      String policy,
      Placement placement,
      DecisionLedger ledger,
      ClusterBook book,
      BooleanSupplier places,
      Meters meters) {
    this.settings = settings;
    // OpenWhisk's own rule binds on arrival
    this.enabled = settings.enabled() && !policy.equals(DecisionLedger.HASHING);
    this.placement = placement;
    this.ledger = ledger;
    this.book = book;
    this.places = places;
    this.meters = new WaitingMeters(meters);
    this.managed = new WaitingPool(settings.rule(), placement, book);
    this.blackbox = new WaitingPool(settings.rule(), placement, book);
    this.executor = new ScheduledThreadPoolExecutor(1, WaitingRoom::thread);
    meters.gauge(size::get, OperatorMetric.WAITING);
    meters.gauge(this::longestMillis, OperatorMetric.WAITING_LONGEST);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "faasrank-waiting");
    thread.setDaemon(true);
    return thread;
  }

  /** Starts the thread that looks at all invokers. */
  public void start() {
    if (enabled) {
      var unused =
          executor.scheduleWithFixedDelay(
              this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * As {@link Placement#place(Request)}, but that the activation may have to wait: then {@link
   * Choice#WAITS}, and {@link #join} takes it.
   */
  public @Nullable Choice place(Request request) {
    if (!enabled) {
      return placement.place(request);
    }
    if (size.get() > 0 && request.action().waiting() > 0) {
      return Choice.WAITS;
    }
    return book.hasShare(request.pool())
        ? placement.place(request, settings.rule(), 1)
        : placement.place(request);
  }

  /**
   * Keeps an activation until it can be sent.
   *
   * @param request by which it was told to wait
   * @return false where no more may wait: hashing places it then, by {@link Fallback#LINE_FULL}
   */
  public boolean join(WaitingActivation activation, Request request) {
    String owner = activation.owner();
    long bytes = activation.messageBytes();
    int all = size.incrementAndGet();
    if (all == 1) {
      oldestNanos = book.nowNanos();
    }
    boolean room = all <= settings.maxWaiting();
    room &= messageBytes.addAndGet(bytes) <= settings.maxWaitingBytes();
    if (!room) {
      size.decrementAndGet();
      messageBytes.addAndGet(-bytes);
      placement.leave(Fallback.LINE_FULL, request);
      return false;
    }
    byOwner.merge(owner, 1, Integer::sum);
    request.action().waiting(1);
    LateArrival arrival = ledger.arrived(request.action());
    joined.add(new Waiter(activation, owner, request, arrival, bytes));
    wake(MOST_DECISIONS);
    return true;
  }

  /** An activation has ended on the invoker, and its memory is given back. */
  public void ended(int invoker) {
    if (size.get() > 0) {
      ended.add(invoker);
      wake(MOST_DECISIONS);
    }
  }

  /** Looks at all invokers, and whether the policy still places. */
  public void look() {
    if (size.get() > 0) {
      lookAtAll = true;
      wake(MOST_AT_ONCE);
    }
  }

  /** Activations that wait. */
  public int size() {
    return size.get();
  }

  /** Those of them that count for the limit of an owner. */
  public int size(String owner) {
    return size.get() == 0 ? 0 : byOwner.getOrDefault(owner, 0);
  }

  private long longestMillis() {
    return size.get() == 0 ? 0 : Math.max(0, (book.nowNanos() - oldestNanos) / 1_000_000);
  }

  /** Works off what has happened, unless another thread is at it, which then does. */
  private void wake(int most) {
    if (work.getAndIncrement() != 0) {
      return;
    }
    int left = most;
    int seen = 1;
    do {
      left -= Math.max(1, workOff(left, most));
      if (left <= 0) {
        // whatever was counted meanwhile is seen by the thread that goes on
        lookAtAll = true;
        work.set(0);
        break;
      }
      seen = work.addAndGet(-seen);
    } while (seen != 0);
    if (lookAtAll) {
      goOn();
    }
  }

  /** Lets the room's own thread look at all invokers. */
  private void goOn() {
    if (goesOn.compareAndSet(false, true)) {
      try {
        executor.execute(
            () -> {
              goesOn.set(false);
              look();
            });
      } catch (RejectedExecutionException e) {
        // closed: nothing is decided any more, so this ends
        goesOn.set(false);
        wake(Integer.MAX_VALUE);
      }
    }
  }

  /** How many decisions were made. */
  private int workOff(int left, int most) {
    try {
      Waiter next = joined.poll();
      while (next != null) {
        pool(next).add(next);
        next = joined.poll();
      }
      if (closed || !places.getAsBoolean()) {
        handOverAll(closed ? HandedOver.CLOSED : HandedOver.MODE, null);
        return 0;
      }
      return lookWhereNeeded(left, most > MOST_DECISIONS);
    } catch (RuntimeException | Error e) {
      fault(e);
      handOverAll(HandedOver.FAULT, null);
      return 1;
    }
  }

  /**
   * @param ownThread whether the room's own thread works, which may take its time
   */
  private int lookWhereNeeded(int most, boolean ownThread) {
    int decisions = 0;
    if (lookAtAll && ownThread) {
      lookAtAll = false;
      ended.clear();
      decisions += look(managed, WaitingPool.ALL, most);
      decisions += look(blackbox, WaitingPool.ALL, most);
      noteOldest();
    }
    Integer invoker = ended.poll();
    while (invoker != null && decisions < most) {
      decisions += look(managed, invoker, most - decisions);
      decisions += look(blackbox, invoker, most - decisions);
      invoker = ended.poll();
    }
    return decisions;
  }

  private int look(WaitingPool pool, int invoker, int most) {
    long forced = book.nowNanos() - settings.longestWait().toNanos();
    int decisions = pool.look(invoker, forced, most, this::sent);
    Fallback unable = pool.unable();
    if (unable != null) {
      handOverAll(HandedOver.FALLBACK, unable);
    }
    return decisions;
  }

  private void noteOldest() {
    long now = book.nowNanos();
    oldestNanos = now - Math.max(managed.longestNanos(now), blackbox.longestNanos(now));
  }

  private WaitingPool pool(Waiter waiter) {
    return waiter.request().pool().blackbox() ? blackbox : managed;
  }

  private boolean sent(Waiter waiter, int waiting, boolean forced) {
    Request request = waiter.request();
    Choice choice =
        forced ? placement.place(request) : placement.place(request, settings.rule(), waiting);
    if (choice != null && choice.waits()) {
      return false;
    }
    if (choice == null) {
      handOver(waiter, HandedOver.FALLBACK, placement.lastFallback());
      return true;
    }
    try {
      waiter.activation().send(request, choice, waiter.arrival());
      meters.sent(waiter.arrival().waitedMillis(book.nowNanos()));
      gone(waiter);
    } catch (RuntimeException | Error e) {
      fault(e);
      handOver(waiter, HandedOver.UNSENT, null);
    }
    return true;
  }

  private void handOverAll(HandedOver reason, @Nullable Fallback fallback) {
    ended.clear();
    lookAtAll = false;
    List<Waiter> all = new ArrayList<>(managed.clear());
    all.addAll(blackbox.clear());
    all.sort(Comparator.comparingLong(waiter -> waiter.arrival().nanos()));
    if (!all.isEmpty()) {
      LOG.info("{} activations that waited are left to hashing: {}", all.size(), reason.label());
    }
    for (Waiter waiter : all) {
      if (fallback != null) {
        placement.leave(fallback, waiter.request());
      }
      handOver(waiter, reason, fallback);
    }
  }

  /** Lets no exception out. */
  private void handOver(Waiter waiter, HandedOver reason, @Nullable Fallback fallback) {
    meters.handedOver(reason);
    try {
      waiter.activation().leave(waiter.arrival(), fallback);
    } catch (RuntimeException | Error e) {
      fault(e);
      ledger.lost(waiter.arrival(), waiter.request().action());
      fail(waiter, e);
    }
    gone(waiter);
  }

  private void fail(Waiter waiter, Throwable cause) {
    try {
      waiter.activation().fail(cause);
    } catch (RuntimeException | Error e) {
      fault(e);
    }
  }

  private void gone(Waiter waiter) {
    waiter.request().action().waiting(-1);
    byOwner.computeIfPresent(waiter.owner(), (owner, count) -> count == 1 ? null : count - 1);
    messageBytes.addAndGet(-waiter.messageBytes());
    size.decrementAndGet();
  }

  private void fault(Throwable cause) {
    meters.fault();
    if (logged.compareAndSet(false, true)) {
      LOG.error("an activation that waited could not be sent; further ones are counted", cause);
    }
  }

  /** Leaves all that wait to hashing, at once; nothing waits after that. */
  @Override
  public void close() {
    closed = true;
    executor.shutdown();
    wake(Integer.MAX_VALUE);
  }
}
