package org.apache.openwhisk.core.entity;

import scala.Option;
import scala.collection.immutable.Map;
import spray.json.JsValue;

/** Double of OpenWhisk's: the keys are plain strings. */
public final class Parameters {

  private Parameters() {}

  public static Option<JsValue> get$extension(Map<Object, ParameterValue> parameters, String name) {
    Option<ParameterValue> value = parameters.get(name);
    return value.isDefined() ? Option.apply(value.get().value()) : Option.empty();
  }
}
