package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mode in force: the configured one, until an operator sets another at run time. While Redis is
 * away the last one stays.
 */
public final class ModeSwitch {

  private static final Logger LOG = LoggerFactory.getLogger(ModeSwitch.class);

  private final Mode configured;
  private final Meters meters;
  private final Consumer<Mode> changed;
  private volatile Mode current;

  public ModeSwitch(Mode configured, Meters meters) {
    this(configured, meters, mode -> {});
  }

  /**
   * @param changed hears of each change
   */
  public ModeSwitch(Mode configured, Meters meters, Consumer<Mode> changed) {
    this.changed = changed;
    this.configured = configured;
    this.current = configured;
    this.meters = meters;
    for (Mode mode : Mode.values()) {
      meters.gauge(() -> current == mode ? 1 : 0, OperatorMetric.MODE, mode.label());
    }
  }

  /** One volatile read. */
  public Mode current() {
    return current;
  }

  /**
   * Sets the mode as the operator wrote it; null when the key was deleted. A text that cannot be
   * read is logged and counted, and the mode in force stays.
   */
  public void set(@Nullable String text) {
    Mode next;
    try {
      next = text == null ? configured : Mode.parse(text);
    } catch (IllegalArgumentException e) {
      meters.counter(OperatorMetric.MODES_REFUSED).increment();
      LOG.warn("{}; mode {} goes on", e.getMessage(), current);
      return;
    }
    if (next != current) {
      LOG.info("mode {} instead of {}", next, current);
      current = next;
      changed.accept(next);
    }
  }
}
