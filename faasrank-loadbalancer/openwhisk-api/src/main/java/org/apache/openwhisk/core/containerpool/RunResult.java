package org.apache.openwhisk.core.containerpool;

import io.faasrank.openwhisk.Signature;

/** Signature: what a container answered; passed through. */
public class RunResult {

  public Interval interval() {
    throw Signature.only();
  }

  public boolean ok() {
    throw Signature.only();
  }
}
