package io.faasrank.loadbalancer.openwhisk;

import io.faasrank.loadbalancer.FaaSRank;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.decision.Choice;
import io.faasrank.loadbalancer.decision.Fallback;
import io.faasrank.loadbalancer.decision.LateArrival;
import io.faasrank.loadbalancer.decision.Mode;
import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.loadbalancer.decision.Request;
import io.faasrank.loadbalancer.decision.Told;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.apache.openwhisk.common.LogMarkerToken;
import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.common.LoggingMarkers;
import org.apache.openwhisk.common.MetricEmitter;
import org.apache.openwhisk.common.TransactionId;
import org.apache.openwhisk.common.TransactionMetadata;
import org.apache.openwhisk.core.WhiskConfig;
import org.apache.openwhisk.core.connector.ActivationMessage;
import org.apache.openwhisk.core.connector.MessagingProvider;
import org.apache.openwhisk.core.connector.ResultMetadata;
import org.apache.openwhisk.core.entity.ActivationId;
import org.apache.openwhisk.core.entity.ControllerInstanceId;
import org.apache.openwhisk.core.entity.ExecutableWhiskActionMetaData;
import org.apache.openwhisk.core.entity.InstanceId;
import org.apache.openwhisk.core.entity.InvokerInstanceId;
import org.apache.openwhisk.core.entity.WhiskActivation;
import org.apache.openwhisk.core.loadBalancer.ActivationEntry;
import org.apache.openwhisk.core.loadBalancer.FeedFactory;
import org.apache.openwhisk.core.loadBalancer.InvokerPoolFactory;
import org.apache.openwhisk.core.loadBalancer.ShardingContainerPoolBalancer;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Cancellable;
import org.jspecify.annotations.Nullable;
import scala.concurrent.Future;
import scala.util.Either;

/**
 * Stages 8 and 9 of 12: OpenWhisk's own balancer, which asks a policy before it hashes. Everything
 * else is inherited: watching invokers, time-outs, OpenWhisk's metrics, the cluster of controllers.
 * An activation that no policy places is placed by the stock code as always; either way it is
 * entered in the ledger before it is sent.
 */
final class FaaSRankBalancer extends ShardingContainerPoolBalancer {

  /** How often the size of the cluster is read. Chosen: as often as invokers ping. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /**
   * Time for Kafka to take what is handed over as the process ends, which nobody else waits for.
   * Chosen: some hundred times what a message takes.
   */
  private static final Duration LAST_SENDS = Duration.ofSeconds(1);

  /**
   * What the policy said of an activation that it does not place.
   *
   * @param choice what it would have done, in mode shadow, else null
   * @param fallback why it gave no answer, else null
   * @param arrival how the activation came, where it has waited here since; else null
   */
  private record Asked(
      @Nullable Choice choice, @Nullable Fallback fallback, @Nullable LateArrival arrival) {}

  /**
   * An activation that OpenWhisk knows of.
   *
   * @param invoker where it is to be sent
   */
  record SetUp(InvokerInstanceId invoker, Future<Either<ActivationId, WhiskActivation>> result) {}

  /** That of the activation that the stock code is placing on this thread. */
  private static final ThreadLocal<@Nullable Asked> ASKED = new ThreadLocal<>();

  private static final Asked NOT_ASKED = new Asked(null, null, null);

  /** How the activation ended whose completion the stock code is processing on this thread. */
  private static final ThreadLocal<@Nullable Outcome> ENDING = new ThreadLocal<>();

  private final ControllerInstanceId controller;
  private final Logging logging;
  private final FaaSRank faasrank;
  private final Requests requests;
  private final Guard guard;
  private final Cancellable looks;
  private final Thread atExit;

  /** Null while the constructor runs, when acknowledgements may come already. */
  private volatile @Nullable LongAdder ignored;

  FaaSRankBalancer(
      WhiskConfig config,
      ControllerInstanceId controller,
      FeedFactory feedFactory,
      InvokerPoolFactory invokerPoolFactory,
      MessagingProvider messaging,
      ActorSystem actorSystem,
      Logging logging,
      FaaSRank faasrank) {
    super(config, controller, feedFactory, invokerPoolFactory, messaging, actorSystem, logging);
    this.controller = controller;
    this.logging = logging;
    this.faasrank = faasrank;
    this.requests = new Requests(schedulingState(), faasrank.book().actions(), faasrank::ranked);
    this.guard = new Guard(faasrank.meters().counter(OperatorMetric.FAULTS));
    this.ignored =
        faasrank
            .meters()
            .counter(OperatorMetric.OUTCOMES, Mode.HASHING.label(), Outcome.IGNORED.label());
    this.looks =
        actorSystem
            .scheduler()
            .scheduleAtFixedRate(LOOK, LOOK, () -> guard.run(this::look), executionContext());
    this.atExit = new Thread(this::exits, "faasrank-exit");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** The process ends, of which OpenWhisk tells no balancer: what waits is sent while it can be. */
  private void exits() {
    if (handOver() > 0) {
      LockSupport.parkNanos(LAST_SENDS.toNanos());
    }
  }

  /**
   * Leaves all that waits to the stock code, as what comes from now on.
   *
   * @return how many
   */
  int handOver() {
    int waiting = faasrank.waiting().size();
    faasrank.waiting().close();
    return waiting;
  }

  @Override
  public Future<Future<Either<ActivationId, WhiskActivation>>> publish(
      ExecutableWhiskActionMetaData action,
      ActivationMessage message,
      TransactionMetadata transaction) {
    Mode mode = faasrank.modes().current();
    if (!faasrank.asksPolicy(mode)) {
      return super.publish(action, message, transaction);
    }
    Request request = guard.get(() -> requests.of(action, message));
    if (request == null) {
      return super.publish(action, message, transaction);
    }
    boolean shadow = mode == Mode.SHADOW;
    Choice said = shadow ? faasrank.placement().shadow(request) : faasrank.waiting().place(request);
    if (said != null && said.waits()) {
      WaitingMessage waiting = new WaitingMessage(this, requests, action, message, transaction);
      if (Boolean.TRUE.equals(guard.get(() -> faasrank.waiting().join(waiting, request)))) {
        return waiting.accepted();
      }
      said = null;
    }
    if (said != null && !shadow) {
      SetUp ready = setUp(action, message, transaction, request, said, null);
      return send(message, ready).map(sent -> ready.result, executionContext());
    }
    Fallback fallback = faasrank.placement().lastFallback();
    return byStock(action, message, transaction, new Asked(said, fallback, null));
  }

  /** Leaves an activation that has waited here to the stock code. */
  Future<Future<Either<ActivationId, WhiskActivation>>> leave(
      ExecutableWhiskActionMetaData action,
      ActivationMessage message,
      TransactionMetadata transaction,
      LateArrival arrival,
      @Nullable Fallback fallback) {
    return byStock(action, message, transaction, new Asked(null, fallback, arrival));
  }

  private Future<Future<Either<ActivationId, WhiskActivation>>> byStock(
      ExecutableWhiskActionMetaData action,
      ActivationMessage message,
      TransactionMetadata transaction,
      Asked asked) {
    ASKED.set(asked);
    try {
      return super.publish(action, message, transaction);
    } finally {
      ASKED.remove();
    }
  }

  /** Sends an activation by the stock balancer's own method. */
  Future<ResultMetadata> send(ActivationMessage message, SetUp ready) {
    return sendActivationToInvoker(messageProducer(), message, ready.invoker);
  }

  /**
   * Makes OpenWhisk and the ledger know of an activation that the policy has placed.
   *
   * @param arrival how it came, where it has waited here since; else null
   */
  SetUp setUp(
      ExecutableWhiskActionMetaData action,
      ActivationMessage message,
      TransactionMetadata transaction,
      Request request,
      Choice placed,
      @Nullable LateArrival arrival) {
    InvokerInstanceId invoker;
    Future<Either<ActivationId, WhiskActivation>> result;
    boolean known = false;
    try {
      invoker = schedulingState().invokers().apply(placed.invoker()).id();
      announce(action, message, transaction, request, placed, invoker, arrival);
      result = super.setupActivation(message, action, invoker);
      known = true;
    } finally {
      if (!known) {
        // OpenWhisk would not: it releases only activations that it has set up
        request.slots().release(placed.invoker());
      }
    }
    Asked asked = new Asked(null, null, arrival);
    guard.run(() -> open(message, request.action(), action, invoker, placed, asked));
    return new SetUp(invoker, result);
  }

  private void announce(
      ExecutableWhiskActionMetaData action,
      ActivationMessage message,
      TransactionMetadata transaction,
      Request request,
      Choice placed,
      InvokerInstanceId invoker,
      @Nullable LateArrival arrival) {
    boolean blackbox = request.pool().blackbox();
    int waitedMillis = arrival == null ? 0 : arrival.waitedMillis(faasrank.book().nowNanos());
    if (placed.overloaded()) {
      LogMarkerToken overload =
          blackbox
              ? LoggingMarkers.BLACKBOX_SYSTEM_OVERLOAD()
              : LoggingMarkers.MANAGED_SYSTEM_OVERLOAD();
      MetricEmitter.emitCounterMetric(overload, 1);
    }
    logging.info(
        this,
        () ->
            String.format(
                "placed activation %s of %s action %s, namespace %s, memory limit %s MB, time limit %s ms, on %s%s%s",
                message.activationId(),
                blackbox ? "blackbox" : "managed",
                request.action().action().name(),
                request.action().action().namespace(),
                action.limits().memory(),
                action.limits().timeout().toMillis(),
                invoker,
                placed.overloaded() ? ", which is full as all are" : "",
                arrival == null ? "" : ", after " + waitedMillis + " ms in the controller"),
        transaction);
  }

  /**
   * What the stock code calls before it sends an activation that it has placed. The ledger comes
   * second: what it opens, OpenWhisk is sure to close then.
   */
  @Override
  public Future<Either<ActivationId, WhiskActivation>> setupActivation(
      ActivationMessage message, ExecutableWhiskActionMetaData action, InvokerInstanceId invoker) {
    Future<Either<ActivationId, WhiskActivation>> result =
        super.setupActivation(message, action, invoker);
    Asked asked = ASKED.get();
    guard.run(
        () ->
            open(
                message,
                requests.book(action, message),
                action,
                invoker,
                null,
                asked == null ? NOT_ASKED : asked));
    return result;
  }

  private void open(
      ActivationMessage message,
      ActionBook book,
      ExecutableWhiskActionMetaData action,
      InvokerInstanceId invoker,
      @Nullable Choice placed,
      Asked asked) {
    faasrank
        .ledger()
        .open(
            message.activationId(),
            book,
            invoker.toInt(),
            action.limits().concurrency(),
            placed,
            asked.choice,
            asked.fallback,
            asked.arrival);
  }

  /** What the stock code calls with the result, before the completion or with it. */
  @Override
  public void processResult(
      String activationId,
      TransactionMetadata transaction,
      Either<ActivationId, WhiskActivation> response) {
    guard.run(
        () -> {
          Told told = ActivationRecords.told(response);
          if (told != null) {
            faasrank.ledger().told(activationId, told);
          }
        });
    super.processResult(activationId, transaction, response);
  }

  @Override
  public void processCompletion(
      String activationId,
      TransactionMetadata transaction,
      boolean forced,
      boolean isSystemError,
      InstanceId instance) {
    ENDING.set(
        forced ? Outcome.TIMED_OUT : isSystemError ? Outcome.SYSTEM_ERROR : Outcome.COMPLETED);
    try {
      super.processCompletion(activationId, transaction, forced, isSystemError, instance);
      if (ENDING.get() != null && !forced && !isProbe(transaction)) {
        LongAdder counter = ignored;
        if (counter != null) {
          counter.increment();
        }
      }
    } finally {
      ENDING.remove();
    }
  }

  /** What the stock code calls once per activation, for whichever completion comes first. */
  @Override
  public void releaseInvoker(InvokerInstanceId invoker, ActivationEntry entry) {
    Outcome ending = ENDING.get();
    ENDING.remove();
    guard.run(
        () -> faasrank.ledger().close(entry.id(), ending == null ? Outcome.COMPLETED : ending));
    super.releaseInvoker(invoker, entry);
    guard.run(() -> faasrank.waiting().ended(invoker.toInt()));
  }

  /** What waits here counts for its user's limit, which else would have none. */
  @Override
  public Future<Object> activeActivationsFor(String namespaceId) {
    return more(super.activeActivationsFor(namespaceId), faasrank.waiting().size(namespaceId));
  }

  @Override
  public Future<Object> totalActiveActivations() {
    return more(super.totalActiveActivations(), faasrank.waiting().size());
  }

  @Override
  public Future<Object> activeActivationsByController(String name) {
    return more(
        super.activeActivationsByController(name),
        name.equals(controller.asString()) ? faasrank.waiting().size() : 0);
  }

  private Future<Object> more(Future<Object> active, int waiting) {
    return waiting == 0
        ? active
        : active.map(count -> ((Integer) count) + waiting, executionContext());
  }

  private static boolean isProbe(TransactionMetadata transaction) {
    return transaction.id().equals(TransactionId.invokerHealth().id());
  }

  private void look() {
    faasrank.book().seen(requests.managed());
    faasrank.book().seen(requests.blackbox());
    faasrank.cluster(schedulingState().invokers().length(), clusterSize());
  }

  @Override
  public void close() {
    looks.cancel();
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the process ends already
    }
    faasrank.close();
    super.close();
  }
}
