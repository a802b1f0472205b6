package org.apache.openwhisk.core.containerpool;

import io.faasrank.openwhisk.Signature;

/** Signature: where a container listens. */
public class ContainerAddress {

  public ContainerAddress(String host, int port) {}

  public String host() {
    throw Signature.only();
  }

  public int port() {
    throw Signature.only();
  }
}
