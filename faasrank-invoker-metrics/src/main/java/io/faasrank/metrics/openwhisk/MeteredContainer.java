package io.faasrank.metrics.openwhisk;

import io.faasrank.metrics.container.TrackedContainer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.common.TransactionMetadata;
import org.apache.openwhisk.core.containerpool.Container;
import org.apache.openwhisk.core.containerpool.ContainerAddress;
import org.apache.openwhisk.core.containerpool.ContainerId;
import org.apache.openwhisk.core.containerpool.Interval;
import org.apache.openwhisk.core.containerpool.RunResult;
import org.apache.openwhisk.core.entity.ActivationResponse;
import org.apache.openwhisk.core.entity.ByteSize;
import org.apache.openwhisk.core.entity.WhiskAction;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.scaladsl.Source;
import org.apache.pekko.util.ByteString;
import scala.Option;
import scala.Tuple2;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.duration.FiniteDuration;
import scala.runtime.BoxedUnit;
import scala.util.Try;
import spray.json.JsObject;
import spray.json.JsValue;

/**
 * A container whose calls are recorded. Every call goes to the real container with the same
 * arguments, and the invoker gets the same future that the real container returned. Versions of
 * OpenWhisk differ in a few calls: each finds its own here, and makes no other. Those are passed on
 * by name.
 */
final class MeteredContainer implements Container {

  private static final VersionedCall<Future<Tuple2<Interval, ActivationResponse>>> RUN =
      VersionedCall.of(
          Container.class,
          "run",
          JsValue.class,
          JsObject.class,
          FiniteDuration.class,
          int.class,
          ByteSize.class,
          ByteSize.class,
          boolean.class,
          TransactionMetadata.class);

  private static final VersionedCall<Future<Tuple2<Interval, ActivationResponse>>> RUN_UNBOUNDED =
      VersionedCall.of(
          Container.class,
          "run",
          JsValue.class,
          JsObject.class,
          FiniteDuration.class,
          int.class,
          boolean.class,
          TransactionMetadata.class);

  private static final VersionedCall<Future<RunResult>> CALL =
      VersionedCall.of(
          Container.class,
          "callContainer",
          String.class,
          JsObject.class,
          FiniteDuration.class,
          int.class,
          ByteSize.class,
          ByteSize.class,
          boolean.class,
          boolean.class,
          TransactionMetadata.class);

  private static final VersionedCall<Future<RunResult>> CALL_UNBOUNDED =
      VersionedCall.of(
          Container.class,
          "callContainer",
          String.class,
          JsObject.class,
          FiniteDuration.class,
          int.class,
          boolean.class,
          boolean.class,
          TransactionMetadata.class);

  private static final VersionedCall<Boolean> RUN_DEFAULT_5 = flag("run$default$5");
  private static final VersionedCall<Boolean> RUN_DEFAULT_7 = flag("run$default$7");
  private static final VersionedCall<Boolean> CALL_DEFAULT_5 = flag("callContainer$default$5");
  private static final VersionedCall<Boolean> CALL_DEFAULT_6 = flag("callContainer$default$6");
  private static final VersionedCall<Boolean> CALL_DEFAULT_7 = flag("callContainer$default$7");
  private static final VersionedCall<Boolean> CALL_DEFAULT_8 = flag("callContainer$default$8");

  /** All of them, each of which some version has. */
  static final List<VersionedCall<?>> VERSIONED =
      List.of(
          RUN,
          RUN_UNBOUNDED,
          CALL,
          CALL_UNBOUNDED,
          RUN_DEFAULT_5,
          RUN_DEFAULT_7,
          CALL_DEFAULT_5,
          CALL_DEFAULT_6,
          CALL_DEFAULT_7,
          CALL_DEFAULT_8);

  private final Container real;
  private final TrackedContainer tracked;
  private final PublishingGuard guard;

  MeteredContainer(Container real, TrackedContainer tracked, PublishingGuard guard) {
    this.real = real;
    this.tracked = tracked;
    this.guard = guard;
  }

  private static VersionedCall<Boolean> flag(String name) {
    return VersionedCall.of(Container.class, name);
  }

  @Override
  public Future<Interval> initialize(
      JsObject initializer,
      FiniteDuration timeout,
      int maxConcurrent,
      Option<WhiskAction> entity,
      TransactionMetadata transaction) {
    guard.run(() -> tracked.initialisationStarted(Actions.identity(entity, initializer)));
    return watched(
        () -> real.initialize(initializer, timeout, maxConcurrent, entity, transaction),
        interval -> tracked.initialised(millis(interval)),
        tracked::initialisationFailed);
  }

  @Override
  public Future<Tuple2<Interval, ActivationResponse>> run(
      JsValue parameters,
      JsObject environment,
      FiniteDuration timeout,
      int maxConcurrent,
      ByteSize maxResponse,
      ByteSize truncation,
      boolean reschedule,
      TransactionMetadata transaction) {
    guard.run(tracked::runStarted);
    return watched(
        () ->
            RUN.on(
                real,
                parameters,
                environment,
                timeout,
                maxConcurrent,
                maxResponse,
                truncation,
                reschedule,
                transaction),
        result -> tracked.runEnded(millis(result._1())),
        () -> tracked.runEnded(Double.NaN));
  }

  /** As the Helm chart's OpenWhisk calls it. */
  @Override
  public Future<Tuple2<Interval, ActivationResponse>> run(
      JsValue parameters,
      JsObject environment,
      FiniteDuration timeout,
      int maxConcurrent,
      boolean reschedule,
      TransactionMetadata transaction) {
    guard.run(tracked::runStarted);
    return watched(
        () ->
            RUN_UNBOUNDED.on(
                real, parameters, environment, timeout, maxConcurrent, reschedule, transaction),
        result -> tracked.runEnded(millis(result._1())),
        () -> tracked.runEnded(Double.NaN));
  }

  @Override
  public Future<BoxedUnit> resume(TransactionMetadata transaction) {
    guard.run(tracked::resumptionStarted);
    return watched(() -> real.resume(transaction), resumed -> {}, tracked::resumptionFailed);
  }

  @Override
  public Future<BoxedUnit> suspend(TransactionMetadata transaction) {
    return real.suspend(transaction);
  }

  @Override
  public Future<BoxedUnit> destroy(TransactionMetadata transaction) {
    guard.run(tracked::destroyed);
    return real.destroy(transaction);
  }

  /** Makes the call and notes its outcome; a call that throws is noted as failed. */
  private <T> Future<T> watched(Supplier<Future<T>> call, Consumer<T> succeeded, Runnable failed) {
    Future<T> future = null;
    try {
      future = call.get();
      return future;
    } finally {
      if (future == null) {
        guard.run(failed);
      } else {
        watch(future, succeeded, failed);
      }
    }
  }

  private <T> void watch(Future<T> future, Consumer<T> succeeded, Runnable failed) {
    guard.run(
        () ->
            future.onComplete(
                outcome -> {
                  guard.run(() -> note(outcome, succeeded, failed));
                  return BoxedUnit.UNIT;
                },
                SameThread.INSTANCE));
  }

  private static <T> void note(Try<T> outcome, Consumer<T> succeeded, Runnable failed) {
    if (outcome.isSuccess()) {
      succeeded.accept(outcome.get());
    } else {
      failed.run();
    }
  }

  /** As the activation record has it: the difference of the two, each cut to milliseconds. */
  private double millis(Interval interval) {
    return guard.get(
        () -> (double) (interval.end().toEpochMilli() - interval.start().toEpochMilli()),
        Double.NaN);
  }

  @Override
  public ContainerId containerId() {
    return real.containerId();
  }

  @Override
  public Source<ByteString, Object> logs(
      ByteSize limit, boolean waitForSentinel, TransactionMetadata transaction) {
    return real.logs(limit, waitForSentinel, transaction);
  }

  @Override
  public Future<RunResult> callContainer(
      String path,
      JsObject body,
      FiniteDuration timeout,
      int maxConcurrent,
      ByteSize maxResponse,
      ByteSize truncation,
      boolean retry,
      boolean reschedule,
      TransactionMetadata transaction) {
    return CALL.on(
        real,
        path,
        body,
        timeout,
        maxConcurrent,
        maxResponse,
        truncation,
        retry,
        reschedule,
        transaction);
  }

  /** As the Helm chart's OpenWhisk calls it. */
  @Override
  public Future<RunResult> callContainer(
      String path,
      JsObject body,
      FiniteDuration timeout,
      int maxConcurrent,
      boolean retry,
      boolean reschedule,
      TransactionMetadata transaction) {
    return CALL_UNBOUNDED.on(
        real, path, body, timeout, maxConcurrent, retry, reschedule, transaction);
  }

  @Override
  public ActorSystem as() {
    return real.as();
  }

  @Override
  public ContainerId id() {
    return real.id();
  }

  @Override
  public ContainerAddress addr() {
    return real.addr();
  }

  @Override
  public Logging logging() {
    return real.logging();
  }

  @Override
  public ExecutionContext ec() {
    return real.ec();
  }

  @Override
  public Option<Object> httpConnection() {
    return real.httpConnection();
  }

  @Override
  public void httpConnection_$eq(Option<Object> connection) {
    real.httpConnection_$eq(connection);
  }

  @Override
  public int containerHttpMaxConcurrent() {
    return real.containerHttpMaxConcurrent();
  }

  @Override
  public void containerHttpMaxConcurrent_$eq(int maxConcurrent) {
    real.containerHttpMaxConcurrent_$eq(maxConcurrent);
  }

  @Override
  public FiniteDuration containerHttpTimeout() {
    return real.containerHttpTimeout();
  }

  @Override
  public void containerHttpTimeout_$eq(FiniteDuration timeout) {
    real.containerHttpTimeout_$eq(timeout);
  }

  @Override
  public Option<WhiskAction> initialize$default$4() {
    return real.initialize$default$4();
  }

  @Override
  public boolean run$default$5() {
    return RUN_DEFAULT_5.on(real);
  }

  @Override
  public boolean callContainer$default$5() {
    return CALL_DEFAULT_5.on(real);
  }

  @Override
  public boolean callContainer$default$6() {
    return CALL_DEFAULT_6.on(real);
  }

  @Override
  public boolean run$default$7() {
    return RUN_DEFAULT_7.on(real);
  }

  @Override
  public boolean callContainer$default$7() {
    return CALL_DEFAULT_7.on(real);
  }

  @Override
  public boolean callContainer$default$8() {
    return CALL_DEFAULT_8.on(real);
  }

  @Override
  public String toString() {
    return real.toString();
  }
}
