package org.apache.openwhisk.core.entity;

import io.faasrank.openwhisk.Signature;

/** Signature: an amount of memory. */
public class ByteSize {

  public long toBytes() {
    throw Signature.only();
  }

  public long toMB() {
    throw Signature.only();
  }
}
