package io.faasrank.metrics.openwhisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.cluster.ActionReport;
import io.faasrank.cluster.ContainerReport;
import io.faasrank.metrics.container.ContainerBook;
import io.faasrank.metrics.container.TrackedContainer;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.common.TransactionMetadata;
import org.apache.openwhisk.core.containerpool.Container;
import org.apache.openwhisk.core.containerpool.ContainerAddress;
import org.apache.openwhisk.core.containerpool.ContainerId;
import org.apache.openwhisk.core.containerpool.Interval;
import org.apache.openwhisk.core.entity.ActivationResponse;
import org.apache.openwhisk.core.entity.ByteSize;
import org.apache.pekko.stream.scaladsl.Source;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.Tuple2;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.concurrent.Promise$;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;
import scala.runtime.BoxedUnit;
import spray.json.JsObject;
import spray.json.JsString;
import spray.json.JsValue;

/**
 * Guards the invoker: a call that is swallowed or made with other arguments, a future or an
 * exception that is not the real container's, a fault of the books that stops an activation.
 */
class MeteredContainerTest {

  private final FakeContainer real = new FakeContainer();
  private final PublishingGuard guard = new PublishingGuard();
  private final ContainerBook book = new ContainerBook(1024, 10, guard::failures);
  private final TrackedContainer tracked = book.creating(256, true);
  private final MeteredContainer metered = new MeteredContainer(real.container, tracked, guard);

  @Test
  void everyMethodReachesTheRealContainerWithItsArgumentsAndAnswer() throws Exception {
    int passedOn = 0;
    for (Method method : Container.class.getMethods()) {
      Object answer = value(method.getReturnType());
      if (answer != null) {
        real.answers.put(method.getName(), answer);
      }
      List<Object> arguments = new ArrayList<>();
      for (Class<?> type : method.getParameterTypes()) {
        arguments.add(Objects.requireNonNull(value(type), type::getName));
      }
      real.calls.clear();
      Object result = method.invoke(metered, arguments.toArray());
      assertThat(real.calls).as(method.getName()).hasSize(1);
      FakeContainer.Call call = real.calls.get(0);
      assertThat(call.method()).isEqualTo(method);
      for (int i = 0; i < arguments.size(); i++) {
        Class<?> type = method.getParameterTypes()[i];
        if (type.isPrimitive()) {
          assertThat(call.arguments().get(i)).isEqualTo(arguments.get(i));
        } else {
          assertThat(call.arguments().get(i)).as(method.getName()).isSameAs(arguments.get(i));
        }
      }
      if (answer != null && !method.getReturnType().isPrimitive()) {
        assertThat(result).as(method.getName()).isSameAs(answer);
      }
      passedOn++;
    }
    assertThat(passedOn).isEqualTo(28);
    assertThat(MeteredContainer.class.getMethod("toString").getDeclaringClass())
        .isEqualTo(MeteredContainer.class);
  }

  @Test
  void aColdAndAWarmRunAreMeasuredAsTheActivationRecordHasThem() {
    Promise<Interval> initialised = promise("initialize");
    initialize();
    initialised.success(Fakes.interval(812));
    Promise<Tuple2<Interval, ActivationResponse>> ran = promise("run");
    run();
    assertThat(report().inflight()).isEqualTo(1);
    ran.success(Fakes.ran(90));
    assertThat(report().actions())
        .containsExactly(new ActionReport("anna", "guest/DH", 256, 1, 0, 1, 812, 1, 90));
    Promise<BoxedUnit> resumed = promise("resume");
    metered.resume(Fakes.TRANSACTION);
    assertThat(report().inflight()).isEqualTo(1);
    resumed.success(BoxedUnit.UNIT);
    ran = promise("run");
    run();
    ran.success(Fakes.ran(110));
    assertThat(report().actions())
        .containsExactly(new ActionReport("anna", "guest/DH", 256, 1, 0, 1, 812, 2, 100));
    promise("destroy");
    metered.destroy(Fakes.TRANSACTION);
    assertThat(report().idleMemoryMb()).isZero();
    assertThat(guard.failures()).isZero();
  }

  @Test
  void failuresOfTheRealContainerPassThrough() {
    Promise<Interval> initialised = promise("initialize");
    Future<Interval> future = initialize();
    IllegalStateException broken = new IllegalStateException("broken");
    initialised.failure(broken);
    assertThat(future).isSameAs(initialised.future());
    assertThat(future.value().get().failed().get()).isSameAs(broken);
    assertThat(report().inflight()).isZero();

    Promise<Tuple2<Interval, ActivationResponse>> ran = promise("run");
    run();
    ran.failure(broken);
    assertThat(report().inflight()).isZero();

    real.thrown = broken;
    assertThatThrownBy(this::run).isSameAs(broken);
    assertThat(report().inflight()).isZero();
    assertThat(guard.failures()).isZero();
  }

  @Test
  void aFaultOfTheBooksIsCountedAndTheCallGoesThrough() {
    book.whenChanged(
        () -> {
          throw new AssertionError("own fault");
        });
    Promise<Tuple2<Interval, ActivationResponse>> ran = promise("run");
    Future<Tuple2<Interval, ActivationResponse>> future = run();
    ran.success(Fakes.ran(1));
    assertThat(future).isSameAs(ran.future());
    assertThat(report().instrumentationFailures()).isEqualTo(2);

    promise("initialize");
    Future<Interval> unnamed =
        metered.initialize(
            Fakes.initializer("anna"), Fakes.MINUTE, 1, Option.empty(), Fakes.TRANSACTION);
    assertThat(unnamed).isNotNull();
    assertThat(report().instrumentationFailures()).isEqualTo(3);
  }

  @Test
  void withoutANamespaceInTheCallTheActionsOwnIsTaken() {
    promise("initialize");
    JsObject nothing = Fakes.object("env", new JsString("none"));
    metered.initialize(
        nothing, Fakes.MINUTE, 1, Fakes.action("guest/pkg/DH", "1-a"), Fakes.TRANSACTION);
    assertThat(report().actions()).extracting(ActionReport::namespace).containsExactly("guest");
  }

  private Future<Interval> initialize() {
    return metered.initialize(
        Fakes.initializer("anna"),
        Fakes.MINUTE,
        1,
        Fakes.action("guest/DH", "1-a"),
        Fakes.TRANSACTION);
  }

  private Future<Tuple2<Interval, ActivationResponse>> run() {
    return Fakes.run(metered);
  }

  private ContainerReport report() {
    return book.report();
  }

  private <T> Promise<T> promise(String method) {
    Promise<T> promise = Promise$.MODULE$.apply();
    real.answers.put(method, promise.future());
    return promise;
  }

  /** An object of its own for each parameter or answer; null for an actor system. */
  private static @Nullable Object value(Class<?> type) {
    Map<Class<?>, Supplier<Object>> values =
        Map.ofEntries(
            Map.entry(int.class, () -> 7),
            Map.entry(boolean.class, () -> true),
            Map.entry(String.class, () -> "path"),
            Map.entry(Option.class, () -> Option.apply(new Object())),
            Map.entry(Future.class, () -> Promise$.MODULE$.apply().future()),
            Map.entry(FiniteDuration.class, () -> Duration.create(7, TimeUnit.SECONDS)),
            Map.entry(ByteSize.class, () -> Fakes.megabytes(7)),
            Map.entry(JsObject.class, () -> Fakes.initializer("anna")),
            Map.entry(JsValue.class, () -> new JsString("value")),
            Map.entry(ContainerId.class, () -> new ContainerId("id")),
            Map.entry(ContainerAddress.class, () -> new ContainerAddress("host", 7)),
            Map.entry(Logging.class, () -> (Logging) (level, transaction, from, message) -> {}),
            Map.entry(ExecutionContext.class, () -> SameThread.INSTANCE),
            Map.entry(Source.class, Source::empty),
            Map.entry(
                TransactionMetadata.class,
                () -> new TransactionMetadata("t", Fakes.START, false, Option.empty())));
    Supplier<Object> supplier = values.get(type);
    return supplier == null ? null : supplier.get();
  }
}
