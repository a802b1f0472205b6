package org.apache.openwhisk.core.loadBalancer;

import org.apache.openwhisk.core.connector.ActivationMessage;
import org.apache.openwhisk.core.connector.MessageProducer;
import org.apache.openwhisk.core.connector.MessagingProvider;
import org.apache.openwhisk.core.connector.ResultMetadata;
import org.apache.openwhisk.core.entity.InvokerInstanceId;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorRefFactory;
import scala.Function3;
import scala.Option;
import scala.concurrent.Future;

/** Signature: makes the actor that watches the invokers. */
public interface InvokerPoolFactory {

  ActorRef createInvokerPool(
      ActorRefFactory factory,
      MessagingProvider messaging,
      MessageProducer producer,
      Function3<MessageProducer, ActivationMessage, InvokerInstanceId, Future<ResultMetadata>>
          sendActivation,
      Option<ActorRef> monitor);
}
