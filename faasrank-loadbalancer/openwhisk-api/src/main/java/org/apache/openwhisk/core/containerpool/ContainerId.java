package org.apache.openwhisk.core.containerpool;

import io.faasrank.openwhisk.Signature;

/** Signature: the name of a container. */
public class ContainerId {

  public ContainerId(String asString) {}

  public String asString() {
    throw Signature.only();
  }
}
