package org.apache.openwhisk.common;

/** Signature: whether an invoker may be used. */
public interface InvokerState {

  String asString();

  boolean isUsable();
}
