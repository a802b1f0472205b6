package org.apache.openwhisk.core.loadBalancer;

import io.faasrank.openwhisk.Signature;
import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.common.TransactionMetadata;
import org.apache.openwhisk.core.WhiskConfig;
import org.apache.openwhisk.core.connector.ActivationMessage;
import org.apache.openwhisk.core.connector.MessageProducer;
import org.apache.openwhisk.core.connector.MessagingProvider;
import org.apache.openwhisk.core.connector.ResultMetadata;
import org.apache.openwhisk.core.entity.ActivationId;
import org.apache.openwhisk.core.entity.ControllerInstanceId;
import org.apache.openwhisk.core.entity.ExecutableWhiskActionMetaData;
import org.apache.openwhisk.core.entity.InstanceId;
import org.apache.openwhisk.core.entity.InvokerInstanceId;
import org.apache.openwhisk.core.entity.WhiskActivation;
import org.apache.pekko.actor.ActorSystem;
import scala.Tuple2;
import scala.collection.immutable.List;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.util.Either;

/**
 * Signature: what all balancers of OpenWhisk share: the books of activations, sending,
 * acknowledgements.
 */
public abstract class CommonLoadBalancer implements LoadBalancer {

  public CommonLoadBalancer(
      WhiskConfig config,
      FeedFactory feedFactory,
      ControllerInstanceId controller,
      ActorSystem actorSystem,
      Logging logging,
      MessagingProvider messaging) {}

  @Override
  public Future<Object> activeActivationsFor(String namespaceId) {
    throw Signature.only();
  }

  @Override
  public Future<Object> activeActivationsByController(String controller) {
    throw Signature.only();
  }

  @Override
  public Future<List<Tuple2<String, String>>> activeActivationsByController() {
    throw Signature.only();
  }

  @Override
  public Future<Object> activeActivationsByInvoker(String invoker) {
    throw Signature.only();
  }

  @Override
  public Future<Object> totalActiveActivations() {
    throw Signature.only();
  }

  public ActorSystem actorSystem() {
    throw Signature.only();
  }

  public ExecutionContext executionContext() {
    throw Signature.only();
  }

  public MessageProducer messageProducer() {
    throw Signature.only();
  }

  public Future<Either<ActivationId, WhiskActivation>> setupActivation(
      ActivationMessage message, ExecutableWhiskActionMetaData action, InvokerInstanceId invoker) {
    throw Signature.only();
  }

  public Future<ResultMetadata> sendActivationToInvoker(
      MessageProducer producer, ActivationMessage message, InvokerInstanceId invoker) {
    throw Signature.only();
  }

  public void processResult(
      String activationId,
      TransactionMetadata transaction,
      Either<ActivationId, WhiskActivation> response) {
    throw Signature.only();
  }

  public void processCompletion(
      String activationId,
      TransactionMetadata transaction,
      boolean forced,
      boolean isSystemError,
      InstanceId instance) {
    throw Signature.only();
  }

  public abstract void releaseInvoker(InvokerInstanceId invoker, ActivationEntry entry);

  @Override
  public void close() {
    throw Signature.only();
  }
}
