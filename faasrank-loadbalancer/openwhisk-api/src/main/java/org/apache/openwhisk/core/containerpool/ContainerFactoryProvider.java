package org.apache.openwhisk.core.containerpool;

import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.core.WhiskConfig;
import org.apache.openwhisk.core.entity.InvokerInstanceId;
import org.apache.openwhisk.spi.Spi;
import org.apache.pekko.actor.ActorSystem;
import scala.collection.immutable.Map;
import scala.collection.immutable.Set;

/** Signature: the SPI that an invoker takes its container factory from. */
public interface ContainerFactoryProvider extends Spi {

  ContainerFactory instance(
      ActorSystem actorSystem,
      Logging logging,
      WhiskConfig config,
      InvokerInstanceId instance,
      Map<String, Set<String>> parameters);
}
