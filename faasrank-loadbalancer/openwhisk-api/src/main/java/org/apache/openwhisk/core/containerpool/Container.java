package org.apache.openwhisk.core.containerpool;

import io.faasrank.openwhisk.Signature;
import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.common.TransactionMetadata;
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
import spray.json.JsObject;
import spray.json.JsValue;

/**
 * Signature: a container of an invoker. All members are public to the JVM, whatever Scala says; the
 * fields of the trait are pairs of abstract methods.
 */
public interface Container {

  ActorSystem as();

  ContainerId id();

  ContainerAddress addr();

  Logging logging();

  ExecutionContext ec();

  Option<Object> httpConnection();

  void httpConnection_$eq(Option<Object> connection);

  int containerHttpMaxConcurrent();

  void containerHttpMaxConcurrent_$eq(int maxConcurrent);

  FiniteDuration containerHttpTimeout();

  void containerHttpTimeout_$eq(FiniteDuration timeout);

  default ContainerId containerId() {
    throw Signature.only();
  }

  default Future<BoxedUnit> suspend(TransactionMetadata transaction) {
    throw Signature.only();
  }

  default Future<BoxedUnit> resume(TransactionMetadata transaction) {
    throw Signature.only();
  }

  Source<ByteString, Object> logs(
      ByteSize limit, boolean waitForSentinel, TransactionMetadata transaction);

  default Future<BoxedUnit> destroy(TransactionMetadata transaction) {
    throw Signature.only();
  }

  default Future<Interval> initialize(
      JsObject initializer,
      FiniteDuration timeout,
      int maxConcurrent,
      Option<WhiskAction> entity,
      TransactionMetadata transaction) {
    throw Signature.only();
  }

  default Option<WhiskAction> initialize$default$4() {
    throw Signature.only();
  }

  default Future<Tuple2<Interval, ActivationResponse>> run(
      JsValue parameters,
      JsObject environment,
      FiniteDuration timeout,
      int maxConcurrent,
      ByteSize maxResponse,
      ByteSize truncation,
      boolean reschedule,
      TransactionMetadata transaction) {
    throw Signature.only();
  }

  default boolean run$default$7() {
    throw Signature.only();
  }

  default Future<RunResult> callContainer(
      String path,
      JsObject body,
      FiniteDuration timeout,
      int maxConcurrent,
      ByteSize maxResponse,
      ByteSize truncation,
      boolean retry,
      boolean reschedule,
      TransactionMetadata transaction) {
    throw Signature.only();
  }

  default boolean callContainer$default$7() {
    throw Signature.only();
  }

  default boolean callContainer$default$8() {
    throw Signature.only();
  }

  /** Of the Helm chart's OpenWhisk only, instead of the longer one. */
  default Future<Tuple2<Interval, ActivationResponse>> run(
      JsValue parameters,
      JsObject environment,
      FiniteDuration timeout,
      int maxConcurrent,
      boolean reschedule,
      TransactionMetadata transaction) {
    throw Signature.only();
  }

  /** Of the Helm chart's OpenWhisk only, likewise. */
  default boolean run$default$5() {
    throw Signature.only();
  }

  /** Of the Helm chart's OpenWhisk only, likewise. */
  default Future<RunResult> callContainer(
      String path,
      JsObject body,
      FiniteDuration timeout,
      int maxConcurrent,
      boolean retry,
      boolean reschedule,
      TransactionMetadata transaction) {
    throw Signature.only();
  }

  /** Of the Helm chart's OpenWhisk only, likewise. */
  default boolean callContainer$default$5() {
    throw Signature.only();
  }

  /** Of the Helm chart's OpenWhisk only, likewise. */
  default boolean callContainer$default$6() {
    throw Signature.only();
  }
}
