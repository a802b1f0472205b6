package org.apache.openwhisk.common;

import io.faasrank.openwhisk.Signature;

/** Signature: where metrics go; what becomes of them is the host's configuration. */
@SuppressWarnings("DoNotCallSuggester")
public final class MetricEmitter {

  private MetricEmitter() {}

  public static void emitCounterMetric(LogMarkerToken token, long times) {
    throw Signature.only();
  }

  public static void emitGaugeMetric(LogMarkerToken token, long value) {
    throw Signature.only();
  }

  public static void emitHistogramMetric(LogMarkerToken token, long value) {
    throw Signature.only();
  }
}
