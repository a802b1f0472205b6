package org.apache.openwhisk.core.entity;

import io.faasrank.openwhisk.Signature;
import scala.Option;

/** Signature: which invoker this is. */
public class InvokerInstanceId implements InstanceId {

  public int toInt() {
    throw Signature.only();
  }

  public int instance() {
    throw Signature.only();
  }

  public Option<String> uniqueName() {
    throw Signature.only();
  }

  public Option<String> displayedName() {
    throw Signature.only();
  }

  public ByteSize userMemory() {
    throw Signature.only();
  }
}
