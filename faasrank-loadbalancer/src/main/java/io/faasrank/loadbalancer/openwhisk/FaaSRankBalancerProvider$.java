package io.faasrank.loadbalancer.openwhisk;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.host.ActorSystems;
import io.faasrank.loadbalancer.FaaSRank;
import io.faasrank.loadbalancer.settings.LoadBalancerSettings;
import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.core.WhiskConfig;
import org.apache.openwhisk.core.entity.ControllerInstanceId;
import org.apache.openwhisk.core.loadBalancer.LoadBalancer;
import org.apache.openwhisk.core.loadBalancer.LoadBalancerProvider;
import org.apache.openwhisk.core.loadBalancer.ShardingContainerPoolBalancer;
import org.apache.pekko.actor.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.immutable.Map;

/**
 * The drop-in: set {@code whisk.spi.LoadBalancerProvider} to this class' name without the dollar
 * sign. OpenWhisk appends it and reads the field {@code MODULE$}, as of a Scala object.
 *
 * <p>Wrong settings stop the controller's start with an exception; unknown ones are a warning each.
 * After the start no exception of this module reaches the controller.
 */
public final class FaaSRankBalancerProvider$ implements LoadBalancerProvider {

  private static final Logger LOG = LoggerFactory.getLogger("io.faasrank.loadbalancer.settings");

  public static final FaaSRankBalancerProvider$ MODULE$ = new FaaSRankBalancerProvider$();

  private FaaSRankBalancerProvider$() {
    ActorSystems.check("faasrank-loadbalancer");
  }

  /** Those of the stock balancer. */
  @Override
  public Map<String, String> requiredProperties() {
    return ShardingContainerPoolBalancer.requiredProperties();
  }

  @Override
  public LoadBalancer instance(
      WhiskConfig config,
      ControllerInstanceId controller,
      ActorSystem actorSystem,
      Logging logging) {
    Config loaded = ConfigFactory.load();
    LoadBalancerSettings settings = LoadBalancerSettings.from(loaded);
    LoadBalancerSettings.unknownKeys(loaded).forEach(LOG::warn);
    FaaSRank faasrank = FaaSRank.start(settings, new WhiskMetrics(), controller.asString());
    return new FaaSRankBalancer(
        config,
        controller,
        createFeedFactory(config, controller, actorSystem, logging),
        new InvokerSupervision(config, controller, actorSystem, logging),
        ShardingContainerPoolBalancer.$lessinit$greater$default$5(),
        actorSystem,
        logging,
        faasrank);
  }
}
