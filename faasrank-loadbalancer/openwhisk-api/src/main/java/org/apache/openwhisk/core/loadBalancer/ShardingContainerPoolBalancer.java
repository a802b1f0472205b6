package org.apache.openwhisk.core.loadBalancer;

import io.faasrank.openwhisk.Signature;
import org.apache.openwhisk.common.InvokerHealth;
import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.common.TransactionMetadata;
import org.apache.openwhisk.core.WhiskConfig;
import org.apache.openwhisk.core.connector.ActivationMessage;
import org.apache.openwhisk.core.connector.MessagingProvider;
import org.apache.openwhisk.core.entity.ActivationId;
import org.apache.openwhisk.core.entity.ControllerInstanceId;
import org.apache.openwhisk.core.entity.ExecutableWhiskActionMetaData;
import org.apache.openwhisk.core.entity.InvokerInstanceId;
import org.apache.openwhisk.core.entity.WhiskActivation;
import org.apache.pekko.actor.ActorSystem;
import scala.collection.IndexedSeq;
import scala.collection.immutable.Map;
import scala.concurrent.Future;
import scala.util.Either;

/**
 * Signature: the stock balancer: by hash of namespace and action, each controller with its share of
 * every invoker's memory.
 */
@SuppressWarnings("DoNotCallSuggester")
public class ShardingContainerPoolBalancer extends CommonLoadBalancer {

  public ShardingContainerPoolBalancer(
      WhiskConfig config,
      ControllerInstanceId controller,
      FeedFactory feedFactory,
      InvokerPoolFactory invokerPoolFactory,
      MessagingProvider messaging,
      ActorSystem actorSystem,
      Logging logging) {
    super(config, feedFactory, controller, actorSystem, logging, messaging);
  }

  public static MessagingProvider $lessinit$greater$default$5() {
    throw Signature.only();
  }

  public static Map<String, String> requiredProperties() {
    throw Signature.only();
  }

  @Override
  public Future<Future<Either<ActivationId, WhiskActivation>>> publish(
      ExecutableWhiskActionMetaData action,
      ActivationMessage message,
      TransactionMetadata transaction) {
    throw Signature.only();
  }

  @Override
  public Future<IndexedSeq<InvokerHealth>> invokerHealth() {
    throw Signature.only();
  }

  @Override
  public int clusterSize() {
    throw Signature.only();
  }

  public ShardingContainerPoolBalancerState schedulingState() {
    throw Signature.only();
  }

  @Override
  public void releaseInvoker(InvokerInstanceId invoker, ActivationEntry entry) {
    throw Signature.only();
  }
}
