package io.faasrank.testbed.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the messages that consumers skipped and logs the first of each topic, so that a writer of
 * another version does not fill the log. Safe to call from many threads.
 */
public final class MalformedMessages {

  private static final Logger LOG = LoggerFactory.getLogger(MalformedMessages.class);

  private final Map<String, LongAdder> byTopic = new ConcurrentHashMap<>();

  /** Counts a message as skipped. */
  public void skipped(MalformedMessageException malformed) {
    byTopic
        .computeIfAbsent(
            malformed.topic(),
            topic -> {
              LOG.warn(
                  "{}; skipped, as any further one of this topic, which are only counted",
                  malformed.getMessage());
              return new LongAdder();
            })
        .increment();
  }

  /** Messages skipped on the topic. */
  public long count(String topic) {
    LongAdder count = byTopic.get(topic);
    return count == null ? 0 : count.sum();
  }

  /** Messages skipped on all topics. */
  public long count() {
    return byTopic.values().stream().mapToLong(LongAdder::sum).sum();
  }
}
