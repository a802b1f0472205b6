package org.apache.openwhisk.core.connector;

import io.faasrank.openwhisk.Signature;

/** Signature: where in a topic a message went; passed through. */
public class ResultMetadata {

  public String topic() {
    throw Signature.only();
  }
}
