package io.faasrank.loadbalancer.openwhisk;

import org.apache.openwhisk.common.Logging;
import org.apache.openwhisk.common.TransactionMetadata;
import scala.Function0;

/** A log that makes each line, so that a fault in making it shows, and keeps none. */
final class SilentLogging implements Logging {

  @Override
  public void emit(
      int level, TransactionMetadata transaction, Object from, Function0<String> message) {
    message.apply();
  }

  @Override
  public void info(Object from, Function0<String> message, TransactionMetadata transaction) {
    message.apply();
  }
}
