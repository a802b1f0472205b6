package org.apache.openwhisk.core.entity;

/** Signature: an action without its code. */
public abstract class WhiskActionLikeMetaData extends WhiskActionLike {

  protected WhiskActionLikeMetaData(String name) {
    super(name);
  }
}
