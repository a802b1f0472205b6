package org.apache.openwhisk.core.entity;

import io.faasrank.openwhisk.Signature;
import scala.concurrent.duration.FiniteDuration;

/**
 * Signature: what an action may use. Of the limits for memory, in MB, and for concurrency Scala's
 * value classes leave the numbers.
 */
public class ActionLimits {

  public FiniteDuration timeout() {
    throw Signature.only();
  }

  public int memory() {
    throw Signature.only();
  }

  public int concurrency() {
    throw Signature.only();
  }
}
