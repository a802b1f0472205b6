package org.apache.openwhisk.core.entity;

import io.faasrank.openwhisk.Signature;

/** Signature: an activation's id, where Scala boxes it; elsewhere it is a string. */
public class ActivationId {

  public String asString() {
    throw Signature.only();
  }
}
