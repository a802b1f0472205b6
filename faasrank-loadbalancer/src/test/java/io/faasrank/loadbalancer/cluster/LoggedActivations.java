package io.faasrank.loadbalancer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.event.Ended;
import io.faasrank.event.LogEvent;
import io.faasrank.event.Placed;
import io.faasrank.event.PolicySaid;
import io.faasrank.loadbalancer.event.EventLog;
import java.util.HashSet;
import java.util.Set;

/** Reads a log of events, in which each activation must begin and end once. For one thread. */
final class LoggedActivations {

  private final EventLog log;
  private final Set<Long> begun = new HashSet<>();
  private long byPolicy;

  LoggedActivations(EventLog log) {
    this.log = log;
  }

  /** Reads what has come since the last time. */
  void read() {
    for (LogEvent event = log.poll(); event != null; event = log.poll()) {
      if (event instanceof Placed placed) {
        assertThat(begun.add(placed.number())).isTrue();
        PolicySaid said = placed.said();
        if (said != null && !placed.placer().equals("hashing")) {
          byPolicy++;
          assertThat(said.invoker()).isEqualTo(placed.invoker());
        }
      } else if (event instanceof Ended ended) {
        assertThat(begun.remove(ended.number())).isTrue();
      }
    }
  }

  /**
   * All that began have ended, the log has lost none, and a policy placed some, at most so many.
   */
  void assertWhole(long placedByPolicy) {
    assertThat(log.lost()).isZero();
    assertThat(begun).isEmpty();
    assertThat(byPolicy).isBetween(1L, placedByPolicy);
  }
}
