package org.apache.openwhisk.core.entity;

import io.faasrank.openwhisk.Signature;
import spray.json.JsValue;

/** Signature: the value of a parameter or annotation; passed through. */
public class ParameterValue {

  public JsValue value() {
    throw Signature.only();
  }
}
