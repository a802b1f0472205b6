package io.faasrank.loadbalancer.openwhisk;

import io.faasrank.loadbalancer.decision.Choice;
import io.faasrank.loadbalancer.decision.Fallback;
import io.faasrank.loadbalancer.decision.LateArrival;
import io.faasrank.loadbalancer.decision.Request;
import io.faasrank.loadbalancer.decision.WaitingActivation;
import java.util.Objects;
import org.apache.openwhisk.common.TransactionMetadata;
import org.apache.openwhisk.core.connector.ActivationMessage;
import org.apache.openwhisk.core.connector.ResultMetadata;
import org.apache.openwhisk.core.entity.ActivationId;
import org.apache.openwhisk.core.entity.ExecutableWhiskActionMetaData;
import org.apache.openwhisk.core.entity.WhiskActivation;
import org.jspecify.annotations.Nullable;
import scala.concurrent.Future;
import scala.concurrent.Future$;
import scala.concurrent.Promise;
import scala.concurrent.Promise$;
import scala.util.Either;

/**
 * An activation that waits in the controller. OpenWhisk takes it for published at once: it answers
 * a caller who does not want the result, and begins to count the time of one who does, who is given
 * the activation's id after a minute as always. The result follows when the activation is sent.
 */
final class WaitingMessage implements WaitingActivation {

  private final FaaSRankBalancer balancer;
  private final Requests requests;
  private final ExecutableWhiskActionMetaData action;
  private final ActivationMessage message;
  private final TransactionMetadata transaction;
  private final Promise<Either<ActivationId, WhiskActivation>> result = Promise$.MODULE$.apply();

  WaitingMessage(
      FaaSRankBalancer balancer,
      Requests requests,
      ExecutableWhiskActionMetaData action,
      ActivationMessage message,
      TransactionMetadata transaction) {
    this.balancer = balancer;
    this.requests = requests;
    this.action = action;
    this.message = message;
    this.transaction = transaction;
  }

  /** What OpenWhisk is given meanwhile. */
  Future<Future<Either<ActivationId, WhiskActivation>>> accepted() {
    return Future$.MODULE$.successful(result.future());
  }

  @Override
  public String owner() {
    return message.user().namespace().uuid();
  }

  @Override
  public long messageBytes() {
    return message.serialize().length();
  }

  @Override
  public Request request() {
    return Objects.requireNonNull(requests.of(action, message));
  }

  @Override
  public void send(Request request, Choice placed, LateArrival arrival) {
    FaaSRankBalancer.SetUp ready =
        balancer.setUp(action, message, transaction, request, placed, arrival);
    try {
      // from here on it must not be sent once more: OpenWhisk knows of it, and its time-out ends it
      Future<ResultMetadata> sent = balancer.send(message, ready);
      follow(sent.map(done -> ready.result(), balancer.executionContext()));
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  @Override
  public void leave(LateArrival arrival, @Nullable Fallback fallback) {
    follow(balancer.leave(action, message, transaction, arrival, fallback));
  }

  private void follow(Future<Future<Either<ActivationId, WhiskActivation>>> published) {
    var unused =
        result.completeWith(published.flatMap(inner -> inner, balancer.executionContext()));
  }

  @Override
  public void fail(Throwable cause) {
    var unused = result.tryFailure(cause);
  }
}
