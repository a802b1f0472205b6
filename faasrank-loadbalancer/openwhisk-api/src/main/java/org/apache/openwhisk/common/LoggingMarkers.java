package org.apache.openwhisk.common;

import io.faasrank.openwhisk.Signature;

/** Signature: the metrics of OpenWhisk that are counted here too. */
@SuppressWarnings("DoNotCallSuggester")
public final class LoggingMarkers {

  private LoggingMarkers() {}

  public static LogMarkerToken MANAGED_SYSTEM_OVERLOAD() {
    throw Signature.only();
  }

  public static LogMarkerToken BLACKBOX_SYSTEM_OVERLOAD() {
    throw Signature.only();
  }

  public static String counter() {
    throw Signature.only();
  }
}
