package org.apache.openwhisk.common;

import io.faasrank.openwhisk.Signature;

/**
 * Signature: one invoker's memory; runs of one action within its concurrency limit share a
 * container's.
 */
public class NestedSemaphore<T> extends ForcibleSemaphore {

  public NestedSemaphore(int memoryPermits) {
    super(memoryPermits);
  }

  public boolean tryAcquireConcurrent(T action, int maxConcurrent, int memoryPermits) {
    throw Signature.only();
  }

  public void forceAcquireConcurrent(T action, int maxConcurrent, int memoryPermits) {
    throw Signature.only();
  }

  public void releaseConcurrent(T action, int maxConcurrent, int memoryPermits) {
    throw Signature.only();
  }
}
