package org.apache.openwhisk.core.entity;

import io.faasrank.openwhisk.Signature;

/** Signature: the user who invokes. */
public class Identity {

  public Namespace namespace() {
    throw Signature.only();
  }
}
