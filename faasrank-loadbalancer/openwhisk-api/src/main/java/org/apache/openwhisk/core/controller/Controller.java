package org.apache.openwhisk.core.controller;

import io.faasrank.openwhisk.Signature;

/** Signature: the prefix of topics. */
@SuppressWarnings("DoNotCallSuggester")
public final class Controller {

  private Controller() {}

  public static String topicPrefix() {
    throw Signature.only();
  }
}
