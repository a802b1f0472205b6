package org.apache.openwhisk.core.entity;

import io.faasrank.openwhisk.Signature;

/** Signature: path and name of an action. */
public class FullyQualifiedEntityName {

  public String asString() {
    throw Signature.only();
  }
}
