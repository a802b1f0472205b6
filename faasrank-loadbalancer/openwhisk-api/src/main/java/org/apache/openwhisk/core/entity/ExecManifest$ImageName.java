package org.apache.openwhisk.core.entity;

import io.faasrank.openwhisk.Signature;

/** Signature: the image of a runtime; passed through. */
public class ExecManifest$ImageName {

  public String name() {
    throw Signature.only();
  }
}
