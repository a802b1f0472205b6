package io.faasrank.loadbalancer.openwhisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.faasrank.loadbalancer.FaaSRank;
import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.Series;
import io.faasrank.loadbalancer.settings.LoadBalancerSettings;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.openwhisk.common.LoggingMarkers;
import org.apache.openwhisk.common.MetricEmitter;
import org.apache.openwhisk.common.TransactionId;
import org.apache.openwhisk.common.TransactionMetadata;
import org.apache.openwhisk.core.WhiskConfig;
import org.apache.openwhisk.core.connector.ActivationMessage;
import org.apache.openwhisk.core.entity.ActivationId;
import org.apache.openwhisk.core.entity.ControllerInstanceId;
import org.apache.openwhisk.core.entity.ExecutableWhiskActionMetaData;
import org.apache.openwhisk.core.entity.InstanceId;
import org.apache.openwhisk.core.entity.WhiskActivation;
import org.apache.openwhisk.core.loadBalancer.ShardingContainerPoolBalancer;
import org.apache.openwhisk.core.loadBalancer.ShardingContainerPoolBalancer.Sent;
import org.apache.pekko.actor.ActorSystem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.collection.immutable.Map$;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;
import scala.util.Either;

/**
 * Guards what the stock balancer and the ledger must be told: an activation dispatched twice or not
 * at all, memory taken and not given back, a completion counted twice, a fault that reaches the
 * caller.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaaSRankBalancerTest {

  private static final TransactionMetadata TRANSACTION = TransactionId.of("test");
  private static final InstanceId INVOKER = new InstanceId() {};
  private static final int MEMORY_MB = 1024;

  private ActorSystem actorSystem;
  private FaaSRank faasrank;
  private Host.Cluster cluster;
  private FaaSRankBalancer balancer;

  @BeforeAll
  void startActors() {
    actorSystem = ActorSystem.create("faasrank-balancer-test");
  }

  @AfterAll
  void endActors() {
    actorSystem.terminate();
  }

  @BeforeEach
  void makeBalancer() {
    makeBalancer(true);
  }

  private void makeBalancer(boolean bindsLate) {
    MetricEmitter.EMITTED.clear();
    cluster = new Host.Cluster(3, MEMORY_MB);
    ShardingContainerPoolBalancer.nextState = cluster;
    // port 1: nobody answers
    Map<String, Object> values =
        Map.of(
            "faasrank.policy",
            "round-robin",
            "faasrank.redis.port",
            1,
            "faasrank.decision-budget",
            "10 s",
            "faasrank.late-binding.enabled",
            bindsLate);
    LoadBalancerSettings settings =
        LoadBalancerSettings.from(
            ConfigFactory.parseMap(values).withFallback(ConfigFactory.load()));
    faasrank = FaaSRank.start(settings, new NoSink(), "0");
    scala.collection.immutable.Map<String, String> none = Map$.MODULE$.empty();
    WhiskConfig config =
        new WhiskConfig(none, none.keySet(), new File("none"), none, new SilentLogging());
    balancer =
        new FaaSRankBalancer(
            config,
            new ControllerInstanceId("0"),
            (factory, provider, acknowledge) -> actorSystem.deadLetters(),
            (factory, messaging, producer, send, monitor) -> actorSystem.deadLetters(),
            new NoMessaging(),
            actorSystem,
            new SilentLogging(),
            faasrank);
  }

  @AfterEach
  void closeBalancer() {
    balancer.close();
  }

  @Test
  void hashingIsTheStockCodeAndPassesTheLedger() {
    faasrank.modes().set("hashing");
    publish("a", action(null));
    assertThat(balancer.placedByStock).hasValue(1);
    assertThat(balancer.sent).containsExactly(new Sent("a", 0));
    assertThat(faasrank.ledger().inflight()).isEqualTo(1);
    complete("a", false, false);
    assertThat(total(OperatorMetric.DECISIONS, "hashing", "hashing")).isEqualTo(1);
    assertThat(total(OperatorMetric.OUTCOMES, "hashing", "completed")).isEqualTo(1);
    assertAllReturned();
  }

  @Test
  void aPolicyPlacesInTurnAndTheLedgerKnowsBeforeTheMessageIsSent() {
    List<Integer> inflight = new ArrayList<>();
    balancer.whenSending = id -> inflight.add(faasrank.ledger().inflight());
    for (String id : List.of("a", "b", "c")) {
      publish(id, action(null));
    }
    assertThat(balancer.placedByStock).hasValue(0);
    assertThat(balancer.sent).extracting(Sent::invoker).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(inflight).containsExactly(1, 2, 3);
    assertThat(cluster.available(1)).isEqualTo(MEMORY_MB - Host.ACTION_MB);
    complete("a", false, false);
    complete("b", false, true);
    complete("c", true, false);
    assertThat(total(OperatorMetric.OUTCOMES, "round-robin", "completed")).isEqualTo(1);
    assertThat(total(OperatorMetric.OUTCOMES, "round-robin", "system_error")).isEqualTo(1);
    assertThat(total(OperatorMetric.OUTCOMES, "round-robin", "timed_out")).isEqualTo(1);
    assertAllReturned();
  }

  @Test
  void aLateAcknowledgementIsIgnoredOnceAndAProbeNotCounted() {
    publish("a", action(null));
    complete("a", true, false);
    complete("a", false, false);
    complete("a", true, false);
    balancer.processCompletion("probe", TransactionId.invokerHealth(), false, false, INVOKER);
    assertThat(total(OperatorMetric.OUTCOMES, "round-robin", "timed_out")).isEqualTo(1);
    assertThat(total(OperatorMetric.OUTCOMES, "round-robin", "completed")).isZero();
    assertThat(total(OperatorMetric.OUTCOMES, "hashing", "ignored")).isEqualTo(1);
    assertAllReturned();
  }

  @Test
  void shadowComparesAndLeavesThePlacingToTheStockCode() {
    faasrank.modes().set("shadow");
    for (String id : List.of("a", "b", "c")) {
      publish(id, action(null));
    }
    assertThat(balancer.placedByStock).hasValue(3);
    assertThat(cluster.available(1)).isEqualTo(MEMORY_MB);
    // the double of the stock code always takes invoker 0, the policy once in three times
    assertThat(total(OperatorMetric.AGREEMENT, "true")).isEqualTo(1);
    assertThat(total(OperatorMetric.AGREEMENT, "false")).isEqualTo(2);
    faasrank.modes().set("hashing");
    publish("d", action(null));
    assertThat(total(OperatorMetric.AGREEMENT, "false")).isEqualTo(2);
  }

  @Test
  void anAnnotationTakesAnActionOut() {
    publish("a", action("hashing"));
    publish("b", action("something else"));
    assertThat(balancer.placedByStock).hasValue(1);
    assertThat(balancer.sent).extracting(Sent::activationId).containsExactly("a", "b");
  }

  @Test
  void aBlackboxActionGoesToTheBlackboxInvokers() {
    balancer.publish(Host.action("box", true, null), Host.message("a"), TRANSACTION);
    assertThat(balancer.sent).containsExactly(new Sent("a", 2));
  }

  @Test
  void whatCannotBePlacedIsTheStockCodes() {
    cluster.replace(Host.invoker(0, false, MEMORY_MB), Host.invoker(1, false, MEMORY_MB));
    publish("a", action(null));
    assertThat(balancer.placedByStock).hasValue(1);
    assertThat(total(OperatorMetric.FALLBACKS, "no_candidate")).isEqualTo(1);
  }

  @Test
  void whatHasNoPlaceWaitsAndItsResultFollowsWhenItIsSent() throws Exception {
    fill();
    scala.concurrent.Future<scala.concurrent.Future<Either<ActivationId, WhiskActivation>>>
        published = balancer.publish(action(null), Host.message("late"), TRANSACTION);
    assertThat(published.isCompleted()).isTrue();
    assertThat(inner(published).isCompleted()).isFalse();
    assertThat(balancer.sent).hasSize(12);
    assertThat(active()).isEqualTo(13);
    complete("a5", false, false);
    assertThat(balancer.sent).extracting(Sent::activationId).hasSize(13).contains("late");
    assertThat(active()).isEqualTo(12);
    assertThat(Await.result(inner(published), Duration.create(10, TimeUnit.SECONDS)).isLeft())
        .isTrue();
    assertThat(total(OperatorMetric.SENT_LATE)).isEqualTo(1);
    complete("late", false, false);
    completeAll();
    assertAllReturned();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mode", "closed", "exit"})
  void whatWaitsIsTheStockCodesWhenThePolicyPlacesNoLonger(String reason) {
    fill();
    publish("late 1", action(null));
    publish("late 2", action(null));
    if (reason.equals("mode")) {
      faasrank.modes().set("hashing");
    } else if (reason.equals("exit")) {
      assertThat(balancer.handOver()).isEqualTo(2);
    } else {
      balancer.close();
    }
    assertThat(balancer.placedByStock).hasValue(2);
    assertThat(balancer.sent)
        .extracting(Sent::activationId)
        .endsWith("late 1", "late 2")
        .doesNotHaveDuplicates();
    String counted = reason.equals("mode") ? "mode" : "closed";
    assertThat(total(OperatorMetric.HANDED_OVER, counted)).isEqualTo(2);
    assertThat(active()).isEqualTo(14);
  }

  @Test
  void whatWaitedAndCannotBeSentFailsAndIsNotSentTwice() throws Exception {
    fill();
    scala.concurrent.Future<scala.concurrent.Future<Either<ActivationId, WhiskActivation>>>
        published = balancer.publish(action(null), Host.message("late"), TRANSACTION);
    balancer.whenSending =
        id -> {
          throw new IllegalStateException("producer closed");
        };
    complete("a0", false, false);
    assertThatThrownBy(() -> Await.result(inner(published), Duration.create(10, TimeUnit.SECONDS)))
        .hasMessage("producer closed");
    assertThat(balancer.placedByStock).hasValue(0);
    // OpenWhisk knows of it, and its time-out ends it
    complete("late", true, false);
    completeAll();
    assertAllReturned();
  }

  private void fill() {
    for (int i = 0; i < 12; i++) {
      publish("a" + i, action(null));
    }
    assertThat(balancer.sent).hasSize(12);
  }

  private void completeAll() {
    for (int i = 0; i < 12; i++) {
      complete("a" + i, false, false);
    }
  }

  private static scala.concurrent.Future<Either<ActivationId, WhiskActivation>> inner(
      scala.concurrent.Future<scala.concurrent.Future<Either<ActivationId, WhiskActivation>>>
          published) {
    return published.value().get().get();
  }

  /** What counts for the limit of the namespace. */
  private int active() {
    try {
      return (Integer)
          Await.result(
              balancer.activeActivationsFor("guest-uuid"), Duration.create(10, TimeUnit.SECONDS));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFullClusterIsCountedAsOpenWhiskCountsIt() {
    balancer.close();
    makeBalancer(false);
    for (int i = 0; i < 13; i++) {
      publish("a" + i, action(null));
    }
    assertThat(MetricEmitter.EMITTED)
        .extracting(MetricEmitter.Emitted::token)
        .containsExactly(LoggingMarkers.MANAGED_SYSTEM_OVERLOAD());
    for (int i = 0; i < 13; i++) {
      complete("a" + i, false, false);
    }
    assertAllReturned();
  }

  @Test
  void aFaultOfItsOwnIsCountedAndTheStockCodePlaces() {
    balancer.publish(action(null), Host.brokenMessage("a"), TRANSACTION);
    assertThat(balancer.sent).containsExactly(new Sent("a", 0));
    // reading the request, then opening the entry
    assertThat(total(OperatorMetric.FAULTS)).isEqualTo(2);
  }

  @Test
  void aFailureToSendIsTheCallersAndNothingIsSentTwice() {
    IllegalStateException broken = new IllegalStateException("producer closed");
    balancer.whenSending =
        id -> {
          throw broken;
        };
    assertThatThrownBy(() -> publish("a", action(null))).isSameAs(broken);
    assertThat(balancer.placedByStock).hasValue(0);
    assertThat(balancer.sent).isEmpty();
    // OpenWhisk knows of it, and its time-out ends it
    complete("a", true, false);
    assertAllReturned();
  }

  @ParameterizedTest
  @ValueSource(strings = {"faasrank", "shadow"})
  void whatCannotBeSetUpLeavesNothingBehind(String mode) {
    faasrank.modes().set(mode);
    IllegalStateException broken = new IllegalStateException("the scheduler is shut down");
    balancer.whenSettingUp =
        id -> {
          throw broken;
        };
    assertThatThrownBy(() -> publish("a", action(null))).isSameAs(broken);
    assertThat(balancer.sent).isEmpty();
    assertThat(faasrank.ledger().inflight()).isZero();
    assertThat(total(OperatorMetric.DECISIONS, mode, "round-robin")).isZero();
    if (mode.equals("faasrank")) {
      // the stock code takes memory itself, and keeps it
      assertAllReturned();
    }
  }

  @Test
  void manyThreadsDispatchEachActivationOnceWhileTheModeChanges() throws Exception {
    List<String> modes = List.of("hashing", "shadow", "canary 0.5", "faasrank");
    publishByManyThreadsWhile(i -> faasrank.modes().set(modes.get(i % modes.size())));
    assertAllReturned();
  }

  /** As when invokers come, and when OpenWhisk divides memory anew among more controllers. */
  @Test
  void manyThreadsDispatchEachActivationOnceWhileTheClusterChangesItsSize() throws Exception {
    publishByManyThreadsWhile(
        i -> {
          int invokers = Math.min(3 + i / 20, 12);
          cluster.resize(invokers, MEMORY_MB / (1 + i % 2));
          faasrank.cluster(invokers, 1 + i % 2);
        });
    assertThat(faasrank.ledger().inflight()).isZero();
    // memory itself is not compared: as in stock, new semaphores are given back what old ones lent
    assertThat(balancer.sent).extracting(Sent::invoker).contains(11);
  }

  /** No thread is further on than the disturbances are, however the machine shares its cores. */
  private void publishByManyThreadsWhile(IntConsumer disturbance) throws Exception {
    int threads = 16;
    int each = 300;
    List<CountDownLatch> disturbed =
        IntStream.range(0, each).mapToObj(i -> new CountDownLatch(1)).toList();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> done = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      String prefix = t + "-";
      done.add(
          pool.submit(
              () -> {
                for (int i = 0; i < each; i++) {
                  if (i > 0) {
                    disturbed.get(i - 1).await();
                  }
                  publishAndAwait(prefix + i);
                  complete(prefix + i, i % 50 == 0, i % 7 == 0);
                }
                return null;
              }));
    }
    for (int i = 0; done.stream().anyMatch(future -> !future.isDone()); i++) {
      disturbance.accept(i);
      disturbed.get(Math.min(i, each - 1)).countDown();
    }
    for (Future<?> future : done) {
      future.get();
    }
    pool.shutdown();
    assertThat(balancer.sent)
        .extracting(Sent::activationId)
        .hasSize(threads * each)
        .doesNotHaveDuplicates();
    assertThat(total(OperatorMetric.FAULTS)).isZero();
  }

  private static ExecutableWhiskActionMetaData action(@Nullable String annotation) {
    return Host.action("DH", false, annotation);
  }

  /** Publishes it, and waits until it is sent. */
  private void publishAndAwait(String id) throws Exception {
    var published = balancer.publish(action(null), Host.message(id), TRANSACTION);
    var result = Await.result(published, Duration.create(30, TimeUnit.SECONDS));
    assertThat(Await.result(result, Duration.create(30, TimeUnit.SECONDS)).isLeft()).isTrue();
  }

  private void publish(String id, ExecutableWhiskActionMetaData action) {
    ActivationMessage message = Host.message(id);
    assertThat(balancer.publish(action, message, TRANSACTION)).isNotNull();
  }

  private void complete(String id, boolean forced, boolean systemError) {
    balancer.processCompletion(id, TRANSACTION, forced, systemError, INVOKER);
  }

  private long total(OperatorMetric metric, String... tags) {
    return faasrank.meters().total(metric, tags);
  }

  private void assertAllReturned() {
    assertThat(faasrank.ledger().inflight()).isZero();
    for (int i = 0; i < 3; i++) {
      assertThat(cluster.available(i)).as("memory of invoker %d", i).isEqualTo(MEMORY_MB);
    }
  }

  private static final class NoSink implements MetricSink {
    @Override
    public void count(Series series, long increment) {}

    @Override
    public void gauge(Series series, long value) {}

    @Override
    public void record(Series series, long value) {}
  }
}
