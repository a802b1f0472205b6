package io.faasrank.loadbalancer.decision;

import static io.faasrank.loadbalancer.cluster.ReportDraft.NOON;
import static io.faasrank.loadbalancer.decision.WaitingDesk.MB;
import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.canary.Arm;
import io.faasrank.canary.CanarySettings;
import io.faasrank.canary.Slowdown;
import io.faasrank.canary.Trial;
import io.faasrank.loadbalancer.canary.BlockCount;
import io.faasrank.loadbalancer.canary.Canary;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.ReportDraft;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Guards against activations that wait for ever, that are sent twice or out of their order, and
 * against any that stay where nothing will send them: after a fault, a change of the mode, a
 * shutdown. The invoker has room for two.
 */
final class WaitingRoomTest {

  private WaitingDesk desk = new WaitingDesk(1, 2 * MB, 10);

  @AfterEach
  void close() {
    desk.room.close();
    assertThat(desk.room.size()).isZero();
    assertThat(desk.room.size("guest")).isZero();
  }

  @Test
  void whatHasNoPlaceWaitsAndGoesInItsOrder() {
    publish("a", "b", "c", "d");
    assertThat(desk.sent).containsExactly("a@0", "b@0");
    assertThat(desk.room.size("guest")).isEqualTo(2);
    assertThat(desk.ledger.inflight()).isEqualTo(2);
    desk.clock.advanceMillis(40);
    desk.complete("a");
    assertThat(desk.sent).containsExactly("a@0", "b@0", "c@0");
    desk.complete("b");
    assertThat(desk.sent).containsExactly("a@0", "b@0", "c@0", "d@0");
    assertThat(desk.room.size()).isZero();
    assertThat(desk.stock).isEmpty();
    assertThat(desk.total(OperatorMetric.SENT_LATE)).isEqualTo(2);
    assertThat(desk.sink.values(OperatorMetric.WAITED_TIME)).containsExactly(40L, 40L);
  }

  @Test
  void whatItTookIsCountedFromItsArrival() {
    publish("a", "b", "c");
    desk.clock.advanceMillis(40);
    desk.complete("a");
    desk.clock.advanceMillis(20);
    desk.complete("c");
    assertThat(desk.sink.values(OperatorMetric.COMPLETION_TIME, "least-connections"))
        .containsExactly(40L, 60L);
  }

  @Test
  void whatComesBehindOneOfItsActionWaitsWithoutADecision() {
    desk.slots.take(0, MB);
    ActionBook action = learnt(400, 1000);
    publish("a");
    publish("b");
    assertThat(desk.room.size()).as("0.4 s are shorter than a cold start").isEqualTo(1);
    desk.publish("x", "other");
    assertThat(desk.room.size()).as("full").isEqualTo(2);
    assertThat(action.waiting()).isEqualTo(1);
    publish("c");
    assertThat(action.waiting()).isEqualTo(2);
    desk.clock.advanceMillis(1);
    desk.complete("a");
    assertThat(desk.sent).containsExactly("a@0", "b@0");
  }

  /** Runs and initialisations of so many milliseconds are known, and no core is busy. */
  private ActionBook learnt(double runMillis, double initMillis) {
    ActionBook action = desk.action("DH");
    ReportIntake intake = new ReportIntake(desk.book, desk.meters);
    intake.take(new ReportDraft(0, NOON).measured(action, 0, 1, initMillis, 1, runMillis).report());
    return action;
  }

  @Test
  void aCompletionThatWasMissedIsMadeGoodByTheNextLook() {
    publish("a", "b", "c");
    // without the room being told
    desk.slots.release(0, desk.action("DH"), 1);
    desk.ledger.close("a", Outcome.COMPLETED);
    assertThat(desk.room.size()).isEqualTo(1);
    desk.room.look();
    assertThat(desk.sent).contains("c@0");
  }

  @Test
  void anotherModeLeavesAllToHashingInTheOrderOfTheirComing() {
    publish("a", "b", "c");
    desk.clock.advanceMillis(1);
    desk.publish("d", "other");
    desk.clock.advanceMillis(1);
    publish("e");
    desk.places = false;
    desk.room.look();
    assertThat(desk.stock).containsExactly("c", "d", "e");
    assertThat(desk.fallbacks).containsOnlyNulls();
    assertThat(desk.total(OperatorMetric.HANDED_OVER, "mode")).isEqualTo(3);
    assertThat(desk.room.size()).isZero();
  }

  @Test
  void closingLeavesAllToHashingAndNothingWaitsAfterwards() {
    publish("a", "b", "c", "d");
    desk.room.close();
    assertThat(desk.stock).containsExactly("c", "d");
    publish("e");
    assertThat(desk.stock).containsExactly("c", "d", "e");
    assertThat(desk.total(OperatorMetric.HANDED_OVER, "closed")).isEqualTo(3);
  }

  @Test
  void aModelThatIsGoneLeavesAllToHashingThoughNothingEnds() {
    publish("a", "b", "c", "d");
    desk.serving = null;
    desk.room.look();
    assertThat(desk.stock).containsExactly("c", "d");
    assertThat(desk.fallbacks).containsOnly(Fallback.NO_MODEL);
    assertThat(desk.total(OperatorMetric.HANDED_OVER, "fallback")).isEqualTo(2);
  }

  @Test
  void metricsThatGoStaleLeaveAllToHashingThoughNothingEnds() {
    Policy policy = Policies.create("least-connections", () -> null);
    Model model = ShippedModel.open("general");
    desk.serving =
        new Serving(
            policy, policy, new Served(model, new NetworkScorer(model), "general", "shipped"));
    ActionBook unused = learnt(400, 1000);
    publish("a", "b", "c");
    assertThat(desk.room.size()).isEqualTo(2);
    desk.clock.advanceMillis(4_999);
    desk.room.look();
    assertThat(desk.stock).isEmpty();
    desk.clock.advanceMillis(2);
    desk.room.look();
    assertThat(desk.stock).containsExactly("b", "c");
    assertThat(desk.fallbacks).containsOnly(Fallback.STALE_METRICS);
    assertThat(desk.total(OperatorMetric.FALLBACKS, "stale_metrics")).isEqualTo(2);
  }

  /** By the clock of trials a block ends while one waits, and the turn goes to hashing. */
  @Test
  void aTrialCountsAnActivationWhereItCameAndHashingHasWhatWaitsAtItsTurn() {
    AtomicLong epochMillis = new AtomicLong();
    Canary canary = new Canary(epochMillis::get, () -> true);
    Trial trial =
        Trial.begin(
            "", "in service", Trial.Control.HASHING, 0, CanarySettings.DEFAULTS.withBlocks(10, 1));
    canary.begin(trial, null);
    long turn =
        LongStream.range(0, 100)
            .filter(block -> trial.blocks().arm(block) == Arm.CANDIDATE)
            .filter(block -> trial.blocks().arm(block + 1) == Arm.CONTROL)
            .findFirst()
            .orElseThrow();
    epochMillis.set(10_000 * turn + 5_000);
    desk = new WaitingDesk(1, 2 * MB, 10, canary, null);
    desk.arms = canary;
    publish("a", "b", "c", "d");
    desk.clock.advanceMillis(3_000);
    desk.complete("a");
    assertThat(desk.sent).containsExactly("a@0", "b@0", "c@0");
    epochMillis.set(10_000 * (turn + 1) + 5_000);
    desk.room.look();
    assertThat(desk.stock).containsExactly("d");
    desk.complete("c");
    desk.complete("d");
    desk.complete("b");
    assertThat(canary.counted()).hasSize(1);
    BlockCount count = canary.counted().get(0);
    assertThat(count.block()).isEqualTo(turn);
    assertThat(count.tally().count()).isEqualTo(4);
    // nothing is known of the action, so each took 3 s where 1 s is usual
    assertThat(count.tally().meanSlowdown()).isEqualTo(Slowdown.of(3_000, Double.NaN));
  }

  @Test
  void withoutAUsableInvokerNothingWaits() {
    publish("a", "b", "c");
    desk.pool = new Pool(false, 0, new boolean[] {false}, new int[] {2 * MB});
    desk.room.look();
    assertThat(desk.stock).containsExactly("c");
    assertThat(desk.fallbacks).containsExactly(Fallback.NO_CANDIDATE);
  }

  @Test
  void whatIsBeyondTheBoundIsHashings() {
    desk = new WaitingDesk(1, 2 * MB, 2);
    publish("a", "b", "c", "d", "e");
    assertThat(desk.stock).containsExactly("e");
    assertThat(desk.total(OperatorMetric.FALLBACKS, "line_full")).isEqualTo(1);
    assertThat(desk.room.size()).isEqualTo(2);
    desk.complete("e");
    desk.complete("a");
    assertThat(desk.sent).contains("c@0");
    publish("f".repeat(1000));
    assertThat(desk.stock).as("too long").hasSize(2);
    publish("g");
    assertThat(desk.room.size()).isEqualTo(2);
  }

  @Test
  void nothingWaitsLongerThanTheBoundOfTime() {
    publish("a", "b", "c");
    desk.clock.advanceMillis(299_999);
    desk.room.look();
    assertThat(desk.room.size()).isEqualTo(1);
    desk.clock.advanceMillis(2);
    desk.room.look();
    assertThat(desk.sent).containsExactly("a@0", "b@0", "c@0");
    assertThat(desk.stock).isEmpty();
  }

  @Test
  void whatCannotBeSetUpIsHashingsAndThenFails() {
    desk.whenSending =
        id -> {
          throw new IllegalStateException("the scheduler is shut down");
        };
    publish("a", "b", "c", "d");
    desk.complete("a");
    assertThat(desk.stock).containsExactly("c");
    desk.whenLeaving = desk.whenSending;
    desk.complete("b");
    desk.complete("c");
    assertThat(desk.failed).containsExactly("d");
    assertThat(desk.total(OperatorMetric.HANDED_OVER, "unsent")).isEqualTo(2);
    assertThat(desk.slots.availableMb(0)).isEqualTo(2 * MB);
    assertThat(desk.ledger.inflight()).isZero();
  }

  @Test
  void aFaultOfTheRoomLeavesAllToHashing() {
    publish("a", "b", "c", "d");
    desk.unreadable = true;
    desk.room.look();
    assertThat(desk.stock).containsExactly("c", "d");
    assertThat(desk.total(OperatorMetric.HANDED_OVER, "fault")).isEqualTo(2);
    assertThat(desk.total(OperatorMetric.FAULTS)).isEqualTo(1);
    desk.unreadable = false;
    publish("e");
    assertThat(desk.room.size()).as("goes on").isEqualTo(1);
  }

  /**
   * Threads publish and complete at the same time, while the policy places now and then and the
   * room's own thread looks: each activation is sent once, and all of them.
   */
  @Test
  void manyThreadsSendEachActivationOnce() throws Exception {
    desk = new WaitingDesk(3, 4 * MB, 10_000, Canary.NONE, System::nanoTime);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ids.add("before-" + i);
      desk.publish("before-" + i, "f" + i % 20);
    }
    completeAny();
    desk.places = false;
    desk.room.look();
    desk.places = true;
    desk.room.start();
    int threads = 4;
    int each = 2_000;
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(threads + 2);
    List<Future<?>> publishing = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      publishing.add(
          pool.submit(
              () -> {
                SplittableRandom random = new SplittableRandom(thread);
                for (int i = 0; i < each; i++) {
                  desk.publish(thread + "-" + i, "f" + random.nextInt(20));
                  while (desk.ends.size() > 20) {
                    completeAny();
                  }
                }
              }));
    }
    Future<?> completing =
        pool.submit(
            () -> {
              while (!over.get() || desk.room.size() > 0 || !desk.ends.isEmpty()) {
                completeAny();
              }
            });
    Future<?> switching =
        pool.submit(
            () -> {
              for (int i = 0; !over.get(); i++) {
                desk.places = i % 50 != 0;
                desk.room.look();
                Thread.onSpinWait();
              }
              desk.places = true;
            });
    for (Future<?> done : publishing) {
      done.get();
    }
    over.set(true);
    switching.get();
    completing.get();
    pool.shutdown();
    IntStream.range(0, threads)
        .boxed()
        .flatMap(t -> IntStream.range(0, each).mapToObj(i -> t + "-" + i))
        .forEach(ids::add);
    assertThat(desk.sent.stream().map(text -> text.substring(0, text.indexOf('@'))))
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(desk.total(OperatorMetric.SENT_LATE)).isPositive();
    assertThat(desk.total(OperatorMetric.HANDED_OVER, "mode")).isPositive();
    assertThat(desk.total(OperatorMetric.FAULTS)).isZero();
    assertThat(desk.ledger.inflight()).isZero();
    assertThat(IntStream.range(0, 20).map(i -> desk.action("f" + i).waiting())).containsOnly(0);
    for (int i = 0; i < 3; i++) {
      assertThat(desk.slots.availableMb(i)).isEqualTo(4 * MB);
    }
  }

  private void completeAny() {
    String id = desk.ends.keySet().stream().findFirst().orElse("");
    Runnable end = desk.ends.remove(id);
    if (end != null) {
      end.run();
    }
  }

  private void publish(String... ids) {
    for (String id : ids) {
      desk.publish(id, "DH");
    }
  }
}
