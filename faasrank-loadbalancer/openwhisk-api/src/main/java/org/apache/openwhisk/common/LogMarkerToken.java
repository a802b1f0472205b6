package org.apache.openwhisk.common;

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
}
