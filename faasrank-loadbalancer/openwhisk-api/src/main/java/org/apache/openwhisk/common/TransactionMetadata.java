package org.apache.openwhisk.common;

import io.faasrank.openwhisk.Signature;
import java.time.Instant;
import scala.Option;

/** Signature: what a {@code TransactionId}, a value class of Scala, is to the JVM. */
public class TransactionMetadata {

  public TransactionMetadata(
      String id, Instant start, boolean extraLogging, Option<TransactionMetadata> parent) {}

  public String id() {
    throw Signature.only();
  }
}
