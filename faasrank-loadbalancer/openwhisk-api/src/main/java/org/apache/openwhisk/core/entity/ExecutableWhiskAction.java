package org.apache.openwhisk.core.entity;

/** Signature: an action that an invoker can run. */
public class ExecutableWhiskAction extends WhiskActionLike {

  /** For tests; the real constructor takes all fields. */
  protected ExecutableWhiskAction(String name) {
    super(name);
  }
}
