package org.apache.openwhisk.core.loadBalancer;

import io.faasrank.openwhisk.Signature;
import org.apache.openwhisk.common.InvokerHealth;
import org.apache.openwhisk.common.NestedSemaphore;
import org.apache.openwhisk.core.entity.FullyQualifiedEntityName;
import scala.collection.IndexedSeq;

/**
 * Signature: the invokers and their memory. Each sequence is replaced as a whole when it changes.
 */
public class ShardingContainerPoolBalancerState {

  public IndexedSeq<InvokerHealth> invokers() {
    throw Signature.only();
  }

  public IndexedSeq<InvokerHealth> managedInvokers() {
    throw Signature.only();
  }

  public IndexedSeq<InvokerHealth> blackboxInvokers() {
    throw Signature.only();
  }

  public IndexedSeq<NestedSemaphore<FullyQualifiedEntityName>> invokerSlots() {
    throw Signature.only();
  }

  public int clusterSize() {
    throw Signature.only();
  }
}
