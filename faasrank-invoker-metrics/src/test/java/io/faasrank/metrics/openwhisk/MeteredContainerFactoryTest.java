package io.faasrank.metrics.openwhisk;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.ContainerReport;
import io.faasrank.metrics.container.ContainerBook;
import java.io.File;
import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.common.TransactionMetadata;
import org.apache.openwhisk.core.WhiskConfig;
import org.apache.openwhisk.core.containerpool.Container;
import org.apache.openwhisk.core.containerpool.ContainerFactory;
import org.apache.openwhisk.core.entity.ByteSize;
import org.apache.openwhisk.core.entity.ExecManifest$ImageName;
import org.apache.openwhisk.core.entity.ExecutableWhiskAction;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.concurrent.Promise$;

/**
 * Guards the creation of containers: through the overload that the invoker called, counted as cold
 * or prewarmed, and failing with the real factory's exception.
 */
class MeteredContainerFactoryTest {

  private final RealFactory real = new RealFactory();
  private final PublishingGuard guard = new PublishingGuard();
  private final ContainerBook book = new ContainerBook(1024, 10, guard::failures);
  private final MeteredContainerFactory metered = new MeteredContainerFactory(real, book, guard);

  @Test
  void aColdContainerIsWrappedAndInFlightAtOnce() {
    Future<Container> created = create(Option.apply(new SomeAction()));
    ContainerReport report = book.report();
    assertThat(report.inflight()).isEqualTo(1);
    assertThat(report.reservedMemoryMb()).isEqualTo(256);
    assertThat(report.creations()).isZero();
    Container container = new FakeContainer().container;
    real.created.success(container);
    assertThat(created.value().get().get()).isInstanceOf(MeteredContainer.class);
    assertThat(book.report().creations()).isEqualTo(1);
    assertThat(real.withAction).isTrue();
  }

  @Test
  void aPrewarmedContainerIsIdle() {
    create(Option.empty());
    assertThat(book.report().inflight()).isZero();
    assertThat(book.report().idleMemoryMb()).isEqualTo(256);
  }

  @Test
  void theShorterOverloadStaysTheShorter() {
    Future<Container> created =
        metered.createContainer(
            Fakes.TRANSACTION,
            "name",
            new ExecManifest$ImageName(),
            false,
            Fakes.megabytes(256),
            1,
            Option.empty(),
            CONFIG,
            LOGGING);
    real.created.success(new FakeContainer().container);
    assertThat(created.value().get().get()).isInstanceOf(MeteredContainer.class);
    assertThat(real.withAction).isFalse();
  }

  @Test
  void aFailureIsTheRealFactorysOwn() {
    Future<Container> created = create(Option.apply(new SomeAction()));
    IllegalStateException broken = new IllegalStateException("no image");
    real.created.failure(broken);
    assertThat(created.value().get().failed().get()).isSameAs(broken);
    assertThat(book.report().inflight()).isZero();
    assertThat(book.report().creationFailures()).isEqualTo(1);
  }

  @Test
  void aFaultOfTheBooksYieldsTheRealContainer() {
    book.whenChanged(
        () -> {
          throw new IllegalStateException("own fault");
        });
    Future<Container> created = create(Option.empty());
    Container container = new FakeContainer().container;
    real.created.success(container);
    assertThat(created.value().get().get()).isSameAs(container);
    assertThat(guard.failures()).isPositive();
  }

  @Test
  void initAndCleanupArePassedOn() {
    metered.init();
    metered.cleanup();
    assertThat(real.calls).isEqualTo("init cleanup ");
  }

  private static final Logging LOGGING = (level, transaction, from, message) -> {};

  private static final WhiskConfig CONFIG =
      new WhiskConfig(
          Map$.MODULE$.empty(),
          Map$.MODULE$.<String, String>empty().keySet(),
          new File(""),
          Map$.MODULE$.empty(),
          LOGGING);

  private Future<Container> create(Option<ExecutableWhiskAction> action) {
    return metered.createContainer(
        Fakes.TRANSACTION,
        "name",
        new ExecManifest$ImageName(),
        false,
        Fakes.megabytes(256),
        1,
        Option.empty(),
        action,
        CONFIG,
        LOGGING);
  }

  private static final class SomeAction extends ExecutableWhiskAction {
    SomeAction() {
      super("guest/DH");
    }
  }

  private static final class RealFactory implements ContainerFactory {

    private final Promise<Container> created = Promise$.MODULE$.apply();
    private boolean withAction;
    private String calls = "";

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
      withAction = true;
      return created.future();
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
        WhiskConfig config,
        Logging logging) {
      return created.future();
    }

    @Override
    public void init() {
      calls += "init ";
    }

    @Override
    public void cleanup() {
      calls += "cleanup ";
    }
  }
}
