package org.apache.openwhisk.core.loadBalancer;

import io.faasrank.openwhisk.Signature;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.openwhisk.common.InvokerHealth;
import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.common.TransactionId;
import org.apache.openwhisk.common.TransactionMetadata;
import org.apache.openwhisk.core.WhiskConfig;
import org.apache.openwhisk.core.connector.ActivationMessage;
import org.apache.openwhisk.core.connector.MessageProducer;
import org.apache.openwhisk.core.connector.MessagingProvider;
import org.apache.openwhisk.core.connector.ResultMetadata;
import org.apache.openwhisk.core.entity.ActivationId;
import org.apache.openwhisk.core.entity.ControllerInstanceId;
import org.apache.openwhisk.core.entity.ExecutableWhiskActionMetaData;
import org.apache.openwhisk.core.entity.FullyQualifiedEntityName;
import org.apache.openwhisk.core.entity.InstanceId;
import org.apache.openwhisk.core.entity.InvokerInstanceId;
import org.apache.openwhisk.core.entity.WhiskActivation;
import org.apache.pekko.actor.ActorSystem;
import scala.collection.IndexedSeq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Future$;
import scala.util.Either;
import scala.util.Left;

/**
 * Double of OpenWhisk's stock balancer, with the calls among its methods that the real one makes.
 * It places everything on the first invoker, by force, and sends to a list.
 */
@SuppressWarnings("DoNotCallSuggester")
public class ShardingContainerPoolBalancer extends CommonLoadBalancer {

  /** One message sent. */
  public record Sent(String activationId, int invoker) {}

  /** The state of the next balancer made. */
  public static ShardingContainerPoolBalancerState nextState =
      new ShardingContainerPoolBalancerState();

  public final List<Sent> sent = new CopyOnWriteArrayList<>();
  public final AtomicInteger placedByStock = new AtomicInteger();

  /** Sees each activation id just before it is sent; what it throws, sending throws. */
  public Consumer<String> whenSending = id -> {};

  /** Sees each activation id before it is set up; what it throws, setting up throws. */
  public Consumer<String> whenSettingUp = id -> {};

  private final ShardingContainerPoolBalancerState state = nextState;
  private final Map<String, ActivationEntry> entries = new ConcurrentHashMap<>();

  public ShardingContainerPoolBalancer(
      WhiskConfig config,
      ControllerInstanceId controller,
      FeedFactory feedFactory,
      InvokerPoolFactory invokerPoolFactory,
      MessagingProvider messaging,
      ActorSystem actorSystem,
      Logging logging) {
    super(config, feedFactory, controller, actorSystem, logging, messaging);
    // an acknowledgement left over in the topic, before the subclass is made
    processCompletion("left-over", TransactionId.of("old"), false, false, new InstanceId() {});
  }

  public static MessagingProvider $lessinit$greater$default$5() {
    throw Signature.only();
  }

  public static scala.collection.immutable.Map<String, String> requiredProperties() {
    throw Signature.only();
  }

  @Override
  public Future<Future<Either<ActivationId, WhiskActivation>>> publish(
      ExecutableWhiskActionMetaData action,
      ActivationMessage message,
      TransactionMetadata transaction) {
    placedByStock.incrementAndGet();
    state
        .invokerSlots()
        .apply(0)
        .forceAcquireConcurrent(
            action.fullyQualifiedName(true),
            action.limits().concurrency(),
            action.limits().memory());
    InvokerInstanceId invoker = state.invokers().apply(0).id();
    Future<Either<ActivationId, WhiskActivation>> result =
        setupActivation(message, action, invoker);
    return sendActivationToInvoker(messageProducer(), message, invoker)
        .map(ignored -> result, executionContext());
  }

  @Override
  public Future<Either<ActivationId, WhiskActivation>> setupActivation(
      ActivationMessage message, ExecutableWhiskActionMetaData action, InvokerInstanceId invoker) {
    whenSettingUp.accept(message.activationId());
    ActivationEntry entry =
        new ActivationEntry() {
          @Override
          public String id() {
            return message.activationId();
          }

          @Override
          public int maxConcurrent() {
            return action.limits().concurrency();
          }

          @Override
          public InvokerInstanceId invokerName() {
            return invoker;
          }

          @Override
          public FullyQualifiedEntityName fullyQualifiedEntityName() {
            return action.fullyQualifiedName(true);
          }
        };
    entries.putIfAbsent(message.activationId(), entry);
    return Future$.MODULE$.successful(new Left<>(new ActivationId()));
  }

  @Override
  public Future<ResultMetadata> sendActivationToInvoker(
      MessageProducer producer, ActivationMessage message, InvokerInstanceId invoker) {
    whenSending.accept(message.activationId());
    sent.add(new Sent(message.activationId(), invoker.toInt()));
    return Future$.MODULE$.successful(new ResultMetadata());
  }

  @Override
  public void processCompletion(
      String activationId,
      TransactionMetadata transaction,
      boolean forced,
      boolean isSystemError,
      InstanceId instance) {
    ActivationEntry entry = entries == null ? null : entries.remove(activationId);
    if (entry != null) {
      releaseInvoker(entry.invokerName(), entry);
    }
  }

  @Override
  public void releaseInvoker(InvokerInstanceId invoker, ActivationEntry entry) {
    state
        .invokerSlots()
        .apply(invoker.toInt())
        .releaseConcurrent(entry.fullyQualifiedEntityName(), entry.maxConcurrent(), 256);
  }

  @Override
  public Future<Object> activeActivationsFor(String namespaceId) {
    return Future$.MODULE$.successful(entries.size());
  }

  public ShardingContainerPoolBalancerState schedulingState() {
    return state;
  }

  @Override
  public Future<IndexedSeq<InvokerHealth>> invokerHealth() {
    throw Signature.only();
  }

  @Override
  public int clusterSize() {
    return 1;
  }

  @Override
  public ExecutionContext executionContext() {
    return ExecutionContext.global();
  }

  @Override
  public MessageProducer messageProducer() {
    return null;
  }

  @Override
  public void close() {}
}
