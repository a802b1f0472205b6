package org.apache.openwhisk.core.loadBalancer;

import io.faasrank.openwhisk.Signature;
import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.core.WhiskConfig;
import org.apache.openwhisk.core.entity.ControllerInstanceId;
import org.apache.openwhisk.spi.Spi;
import org.apache.pekko.actor.ActorSystem;
import scala.collection.immutable.Map;

/** Signature: the SPI that a controller takes its load balancer from. */
public interface LoadBalancerProvider extends Spi {

  Map<String, String> requiredProperties();

  LoadBalancer instance(
      WhiskConfig config,
      ControllerInstanceId controller,
      ActorSystem actorSystem,
      Logging logging);

  default FeedFactory createFeedFactory(
      WhiskConfig config,
      ControllerInstanceId controller,
      ActorSystem actorSystem,
      Logging logging) {
    throw Signature.only();
  }
}
