package org.apache.openwhisk.core.entity;

import io.faasrank.openwhisk.Signature;

/** Signature: which controller this is. */
public class ControllerInstanceId implements InstanceId {

  public ControllerInstanceId(String asString) {}

  public String asString() {
    throw Signature.only();
  }
}
