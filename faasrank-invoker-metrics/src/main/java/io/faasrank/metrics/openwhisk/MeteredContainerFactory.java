package io.faasrank.metrics.openwhisk;

import io.faasrank.metrics.container.ContainerBook;
import io.faasrank.metrics.container.TrackedContainer;
import java.util.List;
import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.common.TransactionMetadata;
import org.apache.openwhisk.core.WhiskConfig;
import org.apache.openwhisk.core.containerpool.Container;
import org.apache.openwhisk.core.containerpool.ContainerFactory;
import org.apache.openwhisk.core.entity.ByteSize;
import org.apache.openwhisk.core.entity.ExecManifest$ImageName;
import org.apache.openwhisk.core.entity.ExecutableWhiskAction;
import scala.Option;
import scala.concurrent.Future;
import scala.util.Success;
import scala.util.Try;

/**
 * Hands every call to the real factory and wraps each container that it creates. A failed creation
 * fails with the real factory's own exception.
 */
final class MeteredContainerFactory implements ContainerFactory {

  private static final VersionedCall<Future<Container>> CREATE =
      VersionedCall.of(
          ContainerFactory.class,
          "createContainer",
          TransactionMetadata.class,
          String.class,
          ExecManifest$ImageName.class,
          boolean.class,
          ByteSize.class,
          int.class,
          Option.class,
          Option.class,
          WhiskConfig.class,
          Logging.class);

  private static final VersionedCall<Future<Container>> CREATE_UNLIMITED =
      VersionedCall.of(
          ContainerFactory.class,
          "createContainer",
          TransactionMetadata.class,
          String.class,
          ExecManifest$ImageName.class,
          boolean.class,
          ByteSize.class,
          int.class,
          WhiskConfig.class,
          Logging.class);

  /** What is passed on by name; each of them some version has. */
  static final List<VersionedCall<?>> VERSIONED = List.of(CREATE, CREATE_UNLIMITED);

  private final ContainerFactory real;
  private final ContainerBook book;
  private final PublishingGuard guard;

  MeteredContainerFactory(ContainerFactory real, ContainerBook book, PublishingGuard guard) {
    this.real = real;
    this.book = book;
    this.guard = guard;
  }

  @Override
  public Future<Container> createContainer(
      TransactionMetadata transaction,
      String name,
      ExecManifest$ImageName image,
      boolean userProvidedImage,
      ByteSize memory,
      int cpuShares,
      Option<Object> cpuLimit,
      Option<ExecutableWhiskAction> action,
      WhiskConfig config,
      Logging logging) {
    Future<Container> created =
        CREATE.on(
            real,
            transaction,
            name,
            image,
            userProvidedImage,
            memory,
            cpuShares,
            cpuLimit,
            action,
            config,
            logging);
    return wrapped(created, memory, action.isDefined());
  }

  /**
   * @param cpuLimitOrAction a limit, or in the Helm chart's OpenWhisk, which has no such limit, the
   *     action: to the JVM it is the same call
   */
  @Override
  public Future<Container> createContainer(
      TransactionMetadata transaction,
      String name,
      ExecManifest$ImageName image,
      boolean userProvidedImage,
      ByteSize memory,
      int cpuShares,
      Option<Object> cpuLimitOrAction,
      WhiskConfig config,
      Logging logging) {
    Future<Container> created =
        real.createContainer(
            transaction,
            name,
            image,
            userProvidedImage,
            memory,
            cpuShares,
            cpuLimitOrAction,
            config,
            logging);
    boolean forActivation =
        cpuLimitOrAction.isDefined() && cpuLimitOrAction.get() instanceof ExecutableWhiskAction;
    return wrapped(created, memory, forActivation);
  }

  /** As the Helm chart's OpenWhisk may call it. */
  @Override
  public Future<Container> createContainer(
      TransactionMetadata transaction,
      String name,
      ExecManifest$ImageName image,
      boolean userProvidedImage,
      ByteSize memory,
      int cpuShares,
      WhiskConfig config,
      Logging logging) {
    Future<Container> created =
        CREATE_UNLIMITED.on(
            real, transaction, name, image, userProvidedImage, memory, cpuShares, config, logging);
    return wrapped(created, memory, false);
  }

  @Override
  public void init() {
    real.init();
  }

  @Override
  public void cleanup() {
    real.cleanup();
  }

  private Future<Container> wrapped(
      Future<Container> created, ByteSize memory, boolean forActivation) {
    return guard.get(
        () -> {
          TrackedContainer tracked = book.creating((int) memory.toMB(), forActivation);
          return created.transform(outcome -> wrapped(outcome, tracked), SameThread.INSTANCE);
        },
        created);
  }

  private Try<Container> wrapped(Try<Container> outcome, TrackedContainer tracked) {
    return guard.get(
        () -> {
          if (outcome.isFailure()) {
            tracked.creationFailed();
            return outcome;
          }
          tracked.created();
          return new Success<>(new MeteredContainer(outcome.get(), tracked, guard));
        },
        outcome);
  }
}
