package org.apache.openwhisk.core.loadBalancer;

import io.faasrank.openwhisk.Signature;
import org.apache.openwhisk.core.entity.ByteSize;
import org.apache.openwhisk.core.entity.FullyQualifiedEntityName;
import org.apache.openwhisk.core.entity.InvokerInstanceId;

/** Signature: what the balancer keeps of an activation until it is completed. */
public class ActivationEntry {

  public String id() {
    throw Signature.only();
  }

  public InvokerInstanceId invokerName() {
    throw Signature.only();
  }

  public ByteSize memoryLimit() {
    throw Signature.only();
  }

  public int maxConcurrent() {
    throw Signature.only();
  }

  public FullyQualifiedEntityName fullyQualifiedEntityName() {
    throw Signature.only();
  }
}
