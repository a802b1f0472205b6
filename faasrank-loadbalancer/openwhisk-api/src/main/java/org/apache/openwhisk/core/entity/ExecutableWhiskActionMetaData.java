package org.apache.openwhisk.core.entity;

import io.faasrank.openwhisk.Signature;
import scala.collection.immutable.Map;

/** Signature: an action that an invoker can run, without its code. */
public class ExecutableWhiskActionMetaData extends WhiskActionLikeMetaData {

  /** For tests; the real constructor takes all fields. */
  protected ExecutableWhiskActionMetaData(String name) {
    super(name);
  }

  public ExecMetaData exec() {
    throw Signature.only();
  }

  public ActionLimits limits() {
    throw Signature.only();
  }

  public Map<Object, ParameterValue> annotations() {
    throw Signature.only();
  }
}
