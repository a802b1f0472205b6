package org.apache.openwhisk.core.loadBalancer;

import io.faasrank.openwhisk.Signature;
import org.apache.openwhisk.core.entity.ControllerInstanceId;
import org.apache.openwhisk.core.entity.InvokerInstanceId;
import org.apache.pekko.actor.Props;

/** Signature: watches one invoker. */
@SuppressWarnings("DoNotCallSuggester")
public final class InvokerActor {

  private InvokerActor() {}

  public static Props props(InvokerInstanceId invoker, ControllerInstanceId controller) {
    throw Signature.only();
  }
}
