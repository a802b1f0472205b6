package org.apache.openwhisk.core.entity;

import io.faasrank.openwhisk.Signature;

/** Signature: what an activation ended with; passed through. */
public class ActivationResponse {

  public int statusCode() {
    throw Signature.only();
  }
}
