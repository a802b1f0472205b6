package org.apache.openwhisk.core.connector;

import scala.concurrent.Future;

/** Signature: writes to topics; passed through. */
public interface MessageProducer {

  long sentCount();

  Future<ResultMetadata> send(String topic, Message message, int retries);

  void close();
}
