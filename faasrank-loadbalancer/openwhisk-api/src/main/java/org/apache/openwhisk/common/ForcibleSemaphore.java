package org.apache.openwhisk.common;

import io.faasrank.openwhisk.Signature;

/** Signature: permits that may also be taken where none are left, and are then owed. */
public class ForcibleSemaphore {

  public ForcibleSemaphore(int maxAllowed) {}

  public int availablePermits() {
    throw Signature.only();
  }
}
