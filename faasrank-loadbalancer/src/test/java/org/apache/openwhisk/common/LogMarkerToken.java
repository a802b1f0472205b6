package org.apache.openwhisk.common;

import kamon.Kamon;
import kamon.metric.Gauge;
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

  /** Kamon's, as in OpenWhisk without tags: their values stand in the name. */
  public Gauge gauge() {
    return Kamon.gauge(name()).withoutTags();
  }

  public String name() {
    return component + "_" + action + "_" + subAction.get();
  }
}
