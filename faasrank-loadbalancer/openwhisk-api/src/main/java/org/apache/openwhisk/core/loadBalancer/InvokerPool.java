package org.apache.openwhisk.core.loadBalancer;

import io.faasrank.openwhisk.Signature;
import org.apache.openwhisk.core.connector.ActivationMessage;
import org.apache.openwhisk.core.connector.MessageConsumer;
import org.apache.openwhisk.core.connector.ResultMetadata;
import org.apache.openwhisk.core.database.ArtifactStore;
import org.apache.openwhisk.core.entity.ControllerInstanceId;
import org.apache.openwhisk.core.entity.InvokerInstanceId;
import org.apache.openwhisk.core.entity.WhiskEntity;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorRefFactory;
import org.apache.pekko.actor.Props;
import scala.Function2;
import scala.Option;
import scala.concurrent.Future;

/** Signature: watches all invokers by their pings. */
@SuppressWarnings("DoNotCallSuggester")
public final class InvokerPool {

  private InvokerPool() {}

  public static void prepare(
      ControllerInstanceId controller, ArtifactStore<WhiskEntity> entityStore) {
    throw Signature.only();
  }

  public static Props props(
      Function2<ActorRefFactory, InvokerInstanceId, ActorRef> children,
      Function2<ActivationMessage, InvokerInstanceId, Future<ResultMetadata>> sendActivation,
      MessageConsumer pings,
      Option<ActorRef> monitor) {
    throw Signature.only();
  }
}
