package io.faasrank.loadbalancer.openwhisk;

import io.faasrank.openwhisk.Signature;
import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.core.WhiskConfig;
import org.apache.openwhisk.core.connector.MessageConsumer;
import org.apache.openwhisk.core.connector.MessageProducer;
import org.apache.openwhisk.core.connector.MessagingProvider;
import org.apache.openwhisk.core.entity.ByteSize;
import org.apache.pekko.actor.ActorSystem;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/** A messaging provider that nobody asks for anything. */
final class NoMessaging implements MessagingProvider {

  @Override
  public MessageConsumer getConsumer(
      WhiskConfig config,
      String groupId,
      String topic,
      int maxPeek,
      FiniteDuration maxPollInterval,
      Logging logging,
      ActorSystem actorSystem) {
    throw Signature.only();
  }

  @Override
  public MessageProducer getProducer(
      WhiskConfig config,
      Option<ByteSize> maxRequestSize,
      Logging logging,
      ActorSystem actorSystem) {
    throw Signature.only();
  }

  @Override
  public Try<BoxedUnit> ensureTopic(
      WhiskConfig config,
      String topic,
      String topicConfig,
      Option<ByteSize> maxMessageBytes,
      Logging logging) {
    throw Signature.only();
  }
}
