package org.apache.openwhisk.common;

import kamon.metric.MeasurementUnit;
import scala.Option;
import scala.collection.immutable.Map$;

/** Double of OpenWhisk's. */
public final class LoggingMarkers {

  private static final LogMarkerToken MANAGED = token("managedInvokerSystemOverload");
  private static final LogMarkerToken BLACKBOX = token("blackBoxInvokerSystemOverload");

  private LoggingMarkers() {}

  public static LogMarkerToken MANAGED_SYSTEM_OVERLOAD() {
    return MANAGED;
  }

  public static LogMarkerToken BLACKBOX_SYSTEM_OVERLOAD() {
    return BLACKBOX;
  }

  public static String counter() {
    return "counter";
  }

  private static LogMarkerToken token(String action) {
    return new LogMarkerToken(
        "controller",
        action,
        counter(),
        Option.empty(),
        Map$.MODULE$.empty(),
        MeasurementUnit.none());
  }
}
