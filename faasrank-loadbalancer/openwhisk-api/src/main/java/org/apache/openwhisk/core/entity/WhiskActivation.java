package org.apache.openwhisk.core.entity;

import io.faasrank.openwhisk.Signature;

/** Signature: the record of an activation; passed through. */
public class WhiskActivation {

  public String activationId() {
    throw Signature.only();
  }
}
