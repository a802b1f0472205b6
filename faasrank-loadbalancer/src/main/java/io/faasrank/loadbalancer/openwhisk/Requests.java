package io.faasrank.loadbalancer.openwhisk;

import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ActionTable;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.decision.Request;
import java.util.function.UnaryOperator;
import org.apache.openwhisk.core.connector.ActivationMessage;
import org.apache.openwhisk.core.entity.ActionLimits;
import org.apache.openwhisk.core.entity.ExecutableWhiskActionMetaData;
import org.apache.openwhisk.core.entity.Parameters;
import org.apache.openwhisk.core.loadBalancer.ShardingContainerPoolBalancerState;
import org.jspecify.annotations.Nullable;
import scala.Option;
import spray.json.JsString;
import spray.json.JsValue;

/** Reads what a decision needs out of an activation. */
final class Requests {

  /** The annotation by which an action's owner leaves it to hashing, and its value. */
  private static final String ANNOTATION = "faasrank";

  private static final String OUT = "hashing";

  private final ShardingContainerPoolBalancerState state;
  private final ActionTable actions;
  private final UnaryOperator<Pool> ranked;
  private final PoolSnapshots managed;
  private final PoolSnapshots blackbox;

  /**
   * @param ranked leaves invokers out that are not to be ranked
   */
  Requests(
      ShardingContainerPoolBalancerState state, ActionTable actions, UnaryOperator<Pool> ranked) {
    this.state = state;
    this.ranked = ranked;
    this.actions = actions;
    this.managed = new PoolSnapshots(false, state::managedInvokers);
    this.blackbox = new PoolSnapshots(true, state::blackboxInvokers);
  }

  /** The activation as a decision sees it; null when its action's annotation takes it out. */
  @Nullable Request of(ExecutableWhiskActionMetaData action, ActivationMessage message) {
    if (optedOut(action)) {
      return null;
    }
    ActionLimits limits = action.limits();
    return new Request(
        message.activationId(),
        book(action, message),
        action.exec().pull() ? blackbox() : managed(),
        limits.concurrency(),
        new SemaphoreSlots(
            state.invokerSlots(),
            action.fullyQualifiedName(true),
            limits.concurrency(),
            limits.memory()));
  }

  /** The managed invokers of now that may be ranked. */
  Pool managed() {
    return ranked.apply(managed.current());
  }

  /** The blackbox invokers of now that may be ranked. */
  Pool blackbox() {
    return ranked.apply(blackbox.current());
  }

  private static boolean optedOut(ExecutableWhiskActionMetaData action) {
    Option<JsValue> value = Parameters.get$extension(action.annotations(), ANNOTATION);
    return value.isDefined()
        && value.get() instanceof JsString text
        && text.value().equalsIgnoreCase(OUT);
  }

  /** The book of the action, by the names that invokers report: those that hashing hashes. */
  ActionBook book(ExecutableWhiskActionMetaData action, ActivationMessage message) {
    ActionLimits limits = action.limits();
    ActionBook book =
        actions.book(
            message.user().namespace().name(),
            action.fullyQualifiedName(false).asString(),
            limits.memory());
    book.seen((int) limits.timeout().toMillis(), action.exec().pull());
    return book;
  }
}
