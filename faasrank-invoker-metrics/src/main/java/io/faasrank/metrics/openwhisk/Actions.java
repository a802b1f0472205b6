package io.faasrank.metrics.openwhisk;

import io.faasrank.metrics.container.ActionIdentity;
import org.apache.openwhisk.core.entity.WhiskAction;
import scala.Option;
import spray.json.JsObject;
import spray.json.JsString;
import spray.json.JsValue;

/** Reads from the call that initialises a container which action and namespace it is for. */
final class Actions {

  private Actions() {}

  /**
   * @param entity the action; OpenWhisk always passes one
   * @param initializer the body of the container's init call, whose environment names the namespace
   *     of the invoking user
   */
  static ActionIdentity identity(Option<WhiskAction> entity, JsObject initializer) {
    WhiskAction action = entity.get();
    String name = action.fullyQualifiedName(false).asString();
    return new ActionIdentity(namespace(initializer, name), name, action.rev());
  }

  /** The invoking namespace, or the action's own if the call does not name one. */
  private static String namespace(JsObject initializer, String actionName) {
    if (field(initializer, "env") instanceof JsObject environment
        && field(environment, "__OW_NAMESPACE") instanceof JsString namespace
        && !namespace.value().isEmpty()) {
      return namespace.value();
    }
    int slash = actionName.indexOf('/');
    return slash > 0 ? actionName.substring(0, slash) : actionName;
  }

  private static JsValue field(JsObject object, String name) {
    Option<JsValue> value = object.fields().get(name);
    return value.isDefined() ? value.get() : object;
  }
}
