package org.apache.openwhisk.core.entity;

import io.faasrank.openwhisk.Signature;
import scala.Option;
import scala.collection.immutable.Map;
import spray.json.JsValue;

/**
 * Signature: parameters or annotations; what Scala's value class leaves is a map whose keys are
 * private to it.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Parameters {

  private Parameters() {}

  public static Option<JsValue> get$extension(Map<Object, ParameterValue> parameters, String name) {
    throw Signature.only();
  }
}
