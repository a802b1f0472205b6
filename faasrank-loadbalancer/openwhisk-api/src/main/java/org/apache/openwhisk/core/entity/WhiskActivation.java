package org.apache.openwhisk.core.entity;

import io.faasrank.openwhisk.Signature;
import scala.Option;
import scala.collection.immutable.Map;

/** Signature: the record of an activation. */
public class WhiskActivation {

  public String activationId() {
    throw Signature.only();
  }

  public ActivationResponse response() {
    throw Signature.only();
  }

  public Map<Object, ParameterValue> annotations() {
    throw Signature.only();
  }

  public Option<Object> duration() {
    throw Signature.only();
  }

  public boolean isTimedoutActivation() {
    throw Signature.only();
  }
}
