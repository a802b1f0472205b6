package org.apache.openwhisk.common;

import io.faasrank.openwhisk.Signature;
import kamon.metric.Gauge;
import kamon.metric.MeasurementUnit;
import scala.Option;
import scala.collection.immutable.Map;

/** Signature: the name of a metric. */
public class LogMarkerToken {

  public LogMarkerToken(
      String component,
      String action,
      String state,
      Option<String> subAction,
      Map<String, String> tags,
      MeasurementUnit unit) {}

  public Gauge gauge() {
    throw Signature.only();
  }
}
