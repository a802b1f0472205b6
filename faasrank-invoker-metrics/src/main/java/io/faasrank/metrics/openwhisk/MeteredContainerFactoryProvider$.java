package io.faasrank.metrics.openwhisk;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.cluster.ContainerReport;
import io.faasrank.host.ActorSystems;
import io.faasrank.metrics.container.ContainerBook;
import io.faasrank.metrics.publish.Publisher;
import io.faasrank.metrics.settings.MetricsSettings;
import java.util.function.Supplier;
import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.core.WhiskConfig;
import org.apache.openwhisk.core.containerpool.ContainerFactory;
import org.apache.openwhisk.core.containerpool.ContainerFactoryProvider;
import org.apache.openwhisk.core.entity.InvokerInstanceId;
import org.apache.pekko.actor.ActorSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.collection.immutable.Map;
import scala.collection.immutable.Set;

/**
 * The drop-in: set {@code whisk.spi.ContainerFactoryProvider} to this class' name without the
 * dollar sign, and {@code faasrank.metrics.container-factory-provider} to what it was before.
 * OpenWhisk appends the dollar sign and reads the field {@code MODULE$}, as of a Scala object.
 *
 * <p>Settings that are wrong, a provider that cannot be loaded and a /proc that cannot be read stop
 * the invoker's start with an exception. After the start no exception of this module reaches the
 * invoker.
 */
public final class MeteredContainerFactoryProvider$ implements ContainerFactoryProvider {

  private static final Logger LOG = LoggerFactory.getLogger("io.faasrank.metrics.settings");

  public static final MeteredContainerFactoryProvider$ MODULE$ =
      new MeteredContainerFactoryProvider$();

  private MeteredContainerFactoryProvider$() {
    ActorSystems.check("faasrank-invoker-metrics");
  }

  @Override
  public ContainerFactory instance(
      ActorSystem actorSystem,
      Logging logging,
      WhiskConfig config,
      InvokerInstanceId instance,
      Map<String, Set<String>> parameters) {
    Config loaded = ConfigFactory.load();
    MetricsSettings settings = MetricsSettings.from(loaded);
    MetricsSettings.unknownKeys(loaded).forEach(LOG::warn);
    ContainerFactory real =
        provider(settings.containerFactoryProvider())
            .instance(actorSystem, logging, config, instance, parameters);

    PublishingGuard guard = new PublishingGuard();
    ContainerBook book =
        new ContainerBook(
            (int) instance.userMemory().toMB(), settings.maxActions(), guard::failures);
    Supplier<@Nullable ContainerReport> containers = book::report;
    Publisher publisher =
        Publisher.of(
            settings,
            instance.instance(),
            uniqueName(instance),
            System.currentTimeMillis(),
            containers);
    guard.include(publisher::failures);
    book.whenChanged(publisher::changed);
    publisher.start();
    return new MeteredContainerFactory(real, book, guard);
  }

  private static String uniqueName(InvokerInstanceId instance) {
    Option<String> name = instance.uniqueName();
    return name.isDefined() && !name.get().isEmpty() ? name.get() : "invoker" + instance.instance();
  }

  /** As OpenWhisk's own SPI loader does it. */
  private static ContainerFactoryProvider provider(String name) {
    String key = "faasrank.metrics.container-factory-provider";
    try {
      Object module = Class.forName(name + "$").getField("MODULE$").get(null);
      if (module == MODULE$) {
        throw new IllegalArgumentException(key + " names the metrics themselves: " + name);
      }
      return (ContainerFactoryProvider) module;
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException(
          key + " is " + name + ", which is no ContainerFactoryProvider on the class path", e);
    }
  }
}
