package org.apache.openwhisk.core.entity;

/** Signature: what runs an action. */
public abstract class ExecMetaData {

  public abstract boolean pull();
}
