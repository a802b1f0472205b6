package org.apache.openwhisk.core.loadBalancer;

import org.apache.openwhisk.core.connector.MessagingProvider;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorRefFactory;
import scala.Function1;
import scala.concurrent.Future;
import scala.runtime.BoxedUnit;

/** Signature: makes the actor that reads acknowledgements. */
public interface FeedFactory {

  ActorRef createFeed(
      ActorRefFactory factory,
      MessagingProvider provider,
      Function1<byte[], Future<BoxedUnit>> acknowledge);
}
