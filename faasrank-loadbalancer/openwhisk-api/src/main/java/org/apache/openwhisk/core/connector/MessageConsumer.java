package org.apache.openwhisk.core.connector;

import scala.Tuple4;
import scala.collection.Iterable;
import scala.concurrent.duration.FiniteDuration;

/** Signature: reads a topic; passed through. */
public interface MessageConsumer {

  int maxPeek();

  Iterable<Tuple4<String, Object, Object, byte[]>> peek(FiniteDuration duration, int retries);

  void commit(int retries);

  void close();
}
