package org.apache.openwhisk.core.entity;

/** Signature: an action as stored. */
public class WhiskAction extends WhiskActionLike {

  /** For tests; the real constructor takes all fields. */
  protected WhiskAction(String name) {
    super(name);
  }
}
