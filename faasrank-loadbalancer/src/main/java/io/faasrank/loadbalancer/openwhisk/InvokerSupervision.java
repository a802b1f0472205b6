package io.faasrank.loadbalancer.openwhisk;

import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.core.WhiskConfig;
import org.apache.openwhisk.core.connector.ActivationMessage;
import org.apache.openwhisk.core.connector.MessageConsumer;
import org.apache.openwhisk.core.connector.MessageProducer;
import org.apache.openwhisk.core.connector.MessagingProvider;
import org.apache.openwhisk.core.connector.ResultMetadata;
import org.apache.openwhisk.core.controller.Controller;
import org.apache.openwhisk.core.entity.ControllerInstanceId;
import org.apache.openwhisk.core.entity.InvokerInstanceId;
import org.apache.openwhisk.core.entity.WhiskEntityStore;
import org.apache.openwhisk.core.loadBalancer.InvokerActor;
import org.apache.openwhisk.core.loadBalancer.InvokerPool;
import org.apache.openwhisk.core.loadBalancer.InvokerPoolFactory;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorRefFactory;
import org.apache.pekko.actor.ActorSystem;
import scala.Function3;
import scala.Option;
import scala.concurrent.Future;

/** Starts OpenWhisk's own watch over the invokers, with the values that the stock balancer uses. */
final class InvokerSupervision implements InvokerPoolFactory {

  /** Pings read at once, as many as the stock balancer reads. */
  private static final int MAX_PEEK = 128;

  private final WhiskConfig config;
  private final ControllerInstanceId controller;
  private final ActorSystem actorSystem;
  private final Logging logging;

  InvokerSupervision(
      WhiskConfig config,
      ControllerInstanceId controller,
      ActorSystem actorSystem,
      Logging logging) {
    this.config = config;
    this.controller = controller;
    this.actorSystem = actorSystem;
    this.logging = logging;
  }

  @Override
  public ActorRef createInvokerPool(
      ActorRefFactory factory,
      MessagingProvider messaging,
      MessageProducer producer,
      Function3<MessageProducer, ActivationMessage, InvokerInstanceId, Future<ResultMetadata>>
          sendActivation,
      Option<ActorRef> monitor) {
    InvokerPool.prepare(controller, WhiskEntityStore.datastore(actorSystem, logging));
    String topic = Controller.topicPrefix() + "health";
    MessageConsumer pings =
        messaging.getConsumer(
            config,
            topic + controller.asString(),
            topic,
            MAX_PEEK,
            messaging.getConsumer$default$5(),
            logging,
            actorSystem);
    return factory.actorOf(
        InvokerPool.props(
            (parent, invoker) -> parent.actorOf(InvokerActor.props(invoker, controller)),
            (message, invoker) -> sendActivation.apply(producer, message, invoker),
            pings,
            monitor));
  }
}
