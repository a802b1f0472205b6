package org.apache.openwhisk.common;

import io.faasrank.openwhisk.Signature;
import scala.Function0;

/** Signature: OpenWhisk's log, whose lines carry the transaction. */
public interface Logging {

  void emit(int level, TransactionMetadata transaction, Object from, Function0<String> message);

  default void info(Object from, Function0<String> message, TransactionMetadata transaction) {
    throw Signature.only();
  }

  default void warn(Object from, Function0<String> message, TransactionMetadata transaction) {
    throw Signature.only();
  }
}
