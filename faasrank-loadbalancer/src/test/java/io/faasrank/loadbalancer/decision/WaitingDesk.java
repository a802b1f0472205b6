package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.canary.Canary;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.Ejections;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.cluster.HandClock;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.SemaphoreSlots;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.RecordingSink;
import io.faasrank.policy.LateBinding;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A controller's dispatching around a {@link WaitingRoom}, with real books and memory. */
final class WaitingDesk {

  static final int MB = 256;

  final HandClock clock = new HandClock();
  final RecordingSink sink = new RecordingSink();
  final Meters meters = new Meters(sink);
  final ClusterBook book;
  final ModeSwitch modes = new ModeSwitch(Mode.FAASRANK, meters);
  final SemaphoreSlots slots;

  /** As sent, {@code id@invoker}; by the stock rule on invoker 0. */
  final List<String> sent = new CopyOnWriteArrayList<>();

  final List<String> stock = new CopyOnWriteArrayList<>();
  final List<@Nullable Fallback> fallbacks = new CopyOnWriteArrayList<>();
  final List<String> failed = new CopyOnWriteArrayList<>();
  final Map<String, Runnable> ends = new ConcurrentHashMap<>();
  final DecisionLedger ledger;
  final WaitingRoom room;
  volatile boolean places = true;

  /** Whose turn it is counts too, where a trial takes place. */
  volatile Canary arms = Canary.NONE;

  volatile @Nullable Serving serving;

  /** Sees each activation that waited before it is sent; what it throws, sending throws. */
  volatile Consumer<String> whenSending = id -> {};

  /** Likewise before it is left to hashing. */
  volatile Consumer<String> whenLeaving = id -> {};

  volatile Pool pool;

  /** Whether activations cannot be read. */
  volatile boolean unreadable;

  WaitingDesk(int invokers, int memoryMb, int maxWaiting) {
    this(invokers, memoryMb, maxWaiting, Canary.NONE, null);
  }

  /**
   * @param ownClock in place of the one that is set by hand
   */
  WaitingDesk(
      int invokers, int memoryMb, int maxWaiting, Canary canary, @Nullable LongSupplier ownClock) {
    LongSupplier nanoClock = ownClock == null ? clock : ownClock;
    book =
        new ClusterBook(
            new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), 100, nanoClock);
    slots = new SemaphoreSlots(invokers, memoryMb);
    boolean[] usable = new boolean[invokers];
    int[] sizes = new int[invokers];
    Arrays.fill(usable, true);
    Arrays.fill(sizes, memoryMb);
    pool = new Pool(false, 0, usable, sizes);
    Policy policy = Policies.create("least-connections", () -> null);
    serving = new Serving(policy, policy, null);
    Placement placement =
        new Placement(book, () -> serving, 0.5, 1, Duration.ofSeconds(20), meters, nanoClock, 1);
    ledger =
        new DecisionLedger(
            book, modes, "least-connections", meters, canary, Ejections.none(meters));
    room =
        new WaitingRoom(
            new LateBindingSettings(
                true, LateBinding.DEFAULT, maxWaiting, 1000, Duration.ofMinutes(5)),
            "least-connections",
            placement,
            ledger,
            book,
            () -> places && (arms.trial() == null || arms.asksPolicy()),
            meters);
  }

  ActionBook action(String name) {
    ActionBook action = book.actions().book("guest", "guest/" + name, MB);
    action.seen(60_000, false);
    return action;
  }

  /** An activation comes. */
  void publish(String id, String action) {
    Arriving arriving = new Arriving(id, action(action));
    Request request = arriving.request();
    Choice choice = room.place(request);
    if (choice != null && choice.waits()) {
      if (room.join(arriving, request)) {
        return;
      }
      choice = null;
    }
    if (choice == null) {
      arriving.byStock(null, null);
    } else {
      arriving.dispatch(choice.invoker(), choice, null, null);
    }
  }

  /** An activation that was sent ends. */
  void complete(String id) {
    Runnable end = ends.remove(id);
    if (end == null) {
      throw new IllegalStateException(id + " is not in flight");
    }
    end.run();
  }

  long total(OperatorMetric metric, String... tags) {
    return meters.total(metric, tags);
  }

  private final class Arriving implements WaitingActivation {

    private final String id;
    private final ActionBook action;

    Arriving(String id, ActionBook action) {
      this.id = id;
      this.action = action;
    }

    @Override
    public String owner() {
      return "guest";
    }

    @Override
    public long messageBytes() {
      return id.length();
    }

    @Override
    public Request request() {
      if (unreadable) {
        throw new IllegalStateException("a fault");
      }
      return new Request(id, action, pool, 1, slots.of(action, 1));
    }

    @Override
    public void send(Request request, Choice placed, LateArrival arrival) {
      try {
        whenSending.accept(id);
      } catch (RuntimeException e) {
        request.slots().release(placed.invoker());
        throw e;
      }
      dispatch(placed.invoker(), placed, null, arrival);
    }

    @Override
    public void leave(LateArrival arrival, @Nullable Fallback fallback) {
      whenLeaving.accept(id);
      byStock(fallback, arrival);
    }

    @Override
    public void fail(Throwable cause) {
      failed.add(id);
    }

    void byStock(@Nullable Fallback fallback, @Nullable LateArrival arrival) {
      slots.of(action, 1).forceAcquire(0);
      stock.add(id);
      fallbacks.add(fallback);
      dispatch(0, null, fallback, arrival);
    }

    void dispatch(
        int invoker,
        @Nullable Choice placed,
        @Nullable Fallback fallback,
        @Nullable LateArrival arrival) {
      ledger.open(id, action, invoker, 1, placed, null, fallback, arrival);
      ends.put(
          id,
          () -> {
            ledger.close(id, Outcome.COMPLETED);
            slots.release(invoker, action, 1);
            room.ended(invoker);
          });
      sent.add(id + "@" + invoker);
    }
  }
}
