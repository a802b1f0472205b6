package org.apache.openwhisk.common;

import kamon.metric.MeasurementUnit;
import scala.Option;
import scala.collection.immutable.Map;

/** Double of OpenWhisk's: its values can be read. */
public class LogMarkerToken {

  public final String component;
  public final String action;
  public final String state;
  public final Option<String> subAction;
  public final Map<String, String> tags;
  public final MeasurementUnit unit;

  public LogMarkerToken(
      String component,
      String action,
      String state,
      Option<String> subAction,
      Map<String, String> tags,
      MeasurementUnit unit) {
    this.component = component;
    this.action = action;
    this.state = state;
    this.subAction = subAction;
    this.tags = tags;
    this.unit = unit;
  }
}
