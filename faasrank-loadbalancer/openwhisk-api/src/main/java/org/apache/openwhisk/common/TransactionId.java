package org.apache.openwhisk.common;

import io.faasrank.openwhisk.Signature;

/** Signature: the transactions that belong to no request. */
@SuppressWarnings("DoNotCallSuggester")
public final class TransactionId {

  private TransactionId() {}

  public static TransactionMetadata invokerHealth() {
    throw Signature.only();
  }
}
