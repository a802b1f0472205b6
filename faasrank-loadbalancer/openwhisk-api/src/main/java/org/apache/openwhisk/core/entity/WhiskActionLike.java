package org.apache.openwhisk.core.entity;

/** Signature: what actions of all kinds share. */
public abstract class WhiskActionLike extends WhiskEntity {

  protected WhiskActionLike(String name) {
    super(name, "actions");
  }
}
