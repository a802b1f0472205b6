package org.apache.openwhisk.core.connector;

import org.apache.openwhisk.common.TransactionMetadata;

/** Signature: what is sent over Kafka. */
public interface Message {

  TransactionMetadata transid();

  String serialize();
}
