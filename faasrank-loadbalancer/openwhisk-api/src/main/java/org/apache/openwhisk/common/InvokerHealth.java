package org.apache.openwhisk.common;

import io.faasrank.openwhisk.Signature;
import org.apache.openwhisk.core.entity.InvokerInstanceId;

/** Signature: an invoker and the state it is in. */
public class InvokerHealth {

  public InvokerHealth(InvokerInstanceId id, InvokerState status) {}

  public InvokerInstanceId id() {
    throw Signature.only();
  }

  public InvokerState status() {
    throw Signature.only();
  }
}
