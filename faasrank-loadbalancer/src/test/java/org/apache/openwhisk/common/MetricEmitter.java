package org.apache.openwhisk.common;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Double of OpenWhisk's: keeps what is emitted. */
public final class MetricEmitter {

  /** One call. */
  public record Emitted(String kind, LogMarkerToken token, long value) {}

  public static final List<Emitted> EMITTED = new CopyOnWriteArrayList<>();

  private MetricEmitter() {}

  public static void emitCounterMetric(LogMarkerToken token, long times) {
    EMITTED.add(new Emitted("counter", token, times));
  }

  public static void emitGaugeMetric(LogMarkerToken token, long value) {
    EMITTED.add(new Emitted("gauge", token, value));
  }

  public static void emitHistogramMetric(LogMarkerToken token, long value) {
    EMITTED.add(new Emitted("histogram", token, value));
  }
}
