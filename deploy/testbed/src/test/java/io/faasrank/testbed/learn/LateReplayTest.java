package io.faasrank.testbed.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.event.ControllerStarted;
import io.faasrank.event.EventDecoder;
import io.faasrank.event.EventEncoder;
import io.faasrank.event.LogEvent;
import io.faasrank.event.ModelServed;
import io.faasrank.event.Placed;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.cluster.MemorySlots;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import io.faasrank.loadbalancer.decision.Choice;
import io.faasrank.loadbalancer.decision.DecisionLedger;
import io.faasrank.loadbalancer.decision.Fallback;
import io.faasrank.loadbalancer.decision.LateArrival;
import io.faasrank.loadbalancer.decision.LateBindingSettings;
import io.faasrank.loadbalancer.decision.Mode;
import io.faasrank.loadbalancer.decision.ModeSwitch;
import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.loadbalancer.decision.Placement;
import io.faasrank.loadbalancer.decision.Request;
import io.faasrank.loadbalancer.decision.ServingPolicies;
import io.faasrank.loadbalancer.decision.WaitingActivation;
import io.faasrank.loadbalancer.decision.WaitingRoom;
import io.faasrank.loadbalancer.event.EventLog;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.LateBinding;
import io.faasrank.policy.NetworkScorer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Guards that the log of a controller whose activations wait tells when they came, and is enough to
 * rebuild each decision that sent one.
 */
final class LateReplayTest {

  private static final int INVOKERS = 4;
  private static final int MB = 256;
  private static final int ACTIVATIONS = 1_500;
  private static final int SEED = 7;
  private static final long MILLION = 1_000_000;

  private final ReplayClock clock = new ReplayClock();
  private final EventLog log = new EventLog();
  private final Meters meters = new Meters(MetricSink.NONE);
  private final ClusterBook book =
      new ClusterBook(new FreshnessSettings(Duration.ofHours(1), Duration.ZERO, 0), 16, clock, log);
  private final ReplayedMemory memory = new ReplayedMemory();
  private final DecisionLedger ledger =
      new DecisionLedger(book, new ModeSwitch(Mode.FAASRANK, meters), "faasrank", meters);
  private final Pool pool =
      new Pool(
          false, 0, new boolean[] {true, true, true, true}, new int[] {1024, 1024, 1024, 1024});
  private final Map<String, Runnable> inflight = new HashMap<>();
  private final Map<String, Long> cameNanos = new HashMap<>();

  @Test
  void arrivalsAndDecisionsAreRebuilt() {
    WaitingRoom room = room();
    List<LogEvent> events = run(room, new SplittableRandom(SEED));

    EventEncoder encoder = new EventEncoder();
    events.forEach(encoder::add);
    List<Boolean> rebuilt = new ArrayList<>();
    LogReplay replay =
        new LogReplay(
            new ServedModels(),
            (placed, again, exact) ->
                rebuilt.add(exact && again != null && again.invoker() == placed.invoker()));
    replay.take(EventDecoder.decode(encoder.finish("c", 0, 0, 0, 0), "test"));
    replay.end();
    List<Placed> placed =
        events.stream().filter(Placed.class::isInstance).map(Placed.class::cast).toList();
    assertThat(placed).hasSize(ACTIVATIONS);
    assertThat(rebuilt).hasSize(ACTIVATIONS).containsOnly(true);
    assertThat(placed.stream().filter(each -> each.waitedMillis() > 0).count())
        .isBetween(ACTIVATIONS / 10L, ACTIVATIONS * 9L / 10);
    assertThat(placed)
        .allSatisfy(
            each ->
                assertThat(each.nanos() - each.waitedMillis() * MILLION)
                    .isCloseTo(cameNanos.getOrDefault(each.activationId(), 0L), within(MILLION)));
  }

  private WaitingRoom room() {
    Model model = ShippedModel.open("general");
    Served served = new Served(model, new NetworkScorer(model), "general", "test");
    log.add(
        new ControllerStarted(
            0, "", "faasrank", "all", 16, hourNanos(), 0, 0, 1, true, 1, 0.1f, SEED));
    Placement placement =
        new Placement(
            book,
            new ServingPolicies(
                "faasrank",
                CandidateLimit.NONE,
                () -> served,
                each ->
                    log.add(
                        new ModelServed(
                            clock.getAsLong(),
                            each.digest(),
                            each.version(),
                            ModelFile.toBytes(model)))),
            0,
            1,
            Duration.ofDays(1),
            meters,
            clock,
            SEED);
    return new WaitingRoom(
        new LateBindingSettings(
            true, LateBinding.DEFAULT, ACTIVATIONS, Integer.MAX_VALUE, Duration.ofMinutes(5)),
        "faasrank",
        placement,
        ledger,
        book,
        () -> true,
        meters);
  }

  private static long hourNanos() {
    return Duration.ofHours(1).toNanos();
  }

  private List<LogEvent> run(WaitingRoom room, SplittableRandom random) {
    ReportIntake intake = new ReportIntake(book, meters, ledger);
    memory.seen(pool);
    List<LogEvent> events = new ArrayList<>();
    long nanos = 0;
    for (int i = 0; i < ACTIVATIONS || !inflight.isEmpty(); i++) {
      nanos += MILLION + random.nextInt(20_000_000);
      clock.set(nanos);
      book.seen(pool);
      if (i < INVOKERS || i % 10 == 0) {
        intake.take(LateReports.report(i % INVOKERS, nanos / MILLION));
      }
      if (i < ACTIVATIONS) {
        new Came("id" + i, "guest/a" + random.nextInt(6), room).publish();
      }
      List<String> running = new ArrayList<>(inflight.keySet());
      running.sort(null);
      if (!running.isEmpty() && (i >= ACTIVATIONS || random.nextInt(20) < 19)) {
        inflight.remove(running.get(random.nextInt(running.size()))).run();
      }
      if (i % 5 == 0) {
        room.look();
      }
      for (LogEvent event = log.poll(); event != null; event = log.poll()) {
        events.add(event);
      }
    }
    assertThat(room.size()).isZero();
    return events;
  }

  private final class Came implements WaitingActivation {

    private final String id;
    private final ActionBook action;
    private final WaitingRoom room;

    Came(String id, String name, WaitingRoom room) {
      this.id = id;
      this.action = book.actions().book("guest", name, MB);
      this.room = room;
    }

    void publish() {
      action.seen(60_000, false);
      cameNanos.put(id, clock.getAsLong());
      Request request = request();
      Choice choice = room.place(request);
      if (choice == null) {
        throw new IllegalStateException("no answer to " + id);
      } else if (!choice.waits()) {
        dispatch(choice, null);
      } else if (!room.join(this, request)) {
        throw new IllegalStateException("no room for " + id);
      }
    }

    private void dispatch(Choice choice, @Nullable LateArrival arrival) {
      int invoker = choice.invoker();
      ledger.open(id, action, invoker, 1, choice, null, null, arrival);
      inflight.put(
          id,
          () -> {
            ledger.close(id, Outcome.COMPLETED);
            memory.release(invoker, action, 1);
            room.ended(invoker);
          });
    }

    @Override
    public String owner() {
      return "guest";
    }

    @Override
    public long messageBytes() {
      return 1;
    }

    @Override
    public Request request() {
      return new Request(id, action, pool, 1, new Slots(action));
    }

    @Override
    public void send(Request request, Choice placed, LateArrival arrival) {
      dispatch(placed, arrival);
    }

    @Override
    public void leave(LateArrival arrival, @Nullable Fallback fallback) {
      throw new IllegalStateException("left to hashing: " + fallback);
    }

    @Override
    public void fail(Throwable cause) {
      throw new IllegalStateException(cause);
    }
  }

  /** The memory that the replay keeps too, given out. */
  private final class Slots implements MemorySlots {

    private final ActionBook action;

    Slots(ActionBook action) {
      this.action = action;
    }

    @Override
    public int availableMb(int invoker) {
      return memory.view().availableMb(invoker);
    }

    @Override
    public boolean tryAcquire(int invoker) {
      boolean enough = availableMb(invoker) >= MB;
      if (enough) {
        forceAcquire(invoker);
      }
      return enough;
    }

    @Override
    public void forceAcquire(int invoker) {
      memory.take(invoker, action, 1);
    }

    @Override
    public void release(int invoker) {
      memory.release(invoker, action, 1);
    }
  }
}
