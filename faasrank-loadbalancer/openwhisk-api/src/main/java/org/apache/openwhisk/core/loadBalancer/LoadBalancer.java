package org.apache.openwhisk.core.loadBalancer;

import io.faasrank.openwhisk.Signature;
import org.apache.openwhisk.common.InvokerHealth;
import org.apache.openwhisk.common.TransactionMetadata;
import org.apache.openwhisk.core.connector.ActivationMessage;
import org.apache.openwhisk.core.entity.ActivationId;
import org.apache.openwhisk.core.entity.ExecutableWhiskActionMetaData;
import org.apache.openwhisk.core.entity.WhiskActivation;
import scala.Tuple2;
import scala.collection.IndexedSeq;
import scala.collection.immutable.List;
import scala.concurrent.Future;
import scala.util.Either;

/** Signature: places activations on invokers. */
public interface LoadBalancer {

  Future<Future<Either<ActivationId, WhiskActivation>>> publish(
      ExecutableWhiskActionMetaData action,
      ActivationMessage message,
      TransactionMetadata transaction);

  Future<IndexedSeq<InvokerHealth>> invokerHealth();

  Future<Object> activeActivationsFor(String namespaceId);

  Future<Object> activeActivationsByController(String controller);

  Future<List<Tuple2<String, String>>> activeActivationsByController();

  Future<Object> activeActivationsByInvoker(String invoker);

  Future<Object> totalActiveActivations();

  default int clusterSize() {
    throw Signature.only();
  }

  default void close() {
    throw Signature.only();
  }
}
