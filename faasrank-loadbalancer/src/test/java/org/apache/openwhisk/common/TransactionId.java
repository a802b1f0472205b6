package org.apache.openwhisk.common;

import java.time.Instant;
import scala.Option;

/** Double of OpenWhisk's. */
public final class TransactionId {

  private TransactionId() {}

  public static TransactionMetadata invokerHealth() {
    return of("sid_invokerHealth");
  }

  /** Any transaction. */
  public static TransactionMetadata of(String id) {
    return new TransactionMetadata(id, Instant.EPOCH, false, Option.empty()) {
      @Override
      public String id() {
        return id;
      }
    };
  }
}
