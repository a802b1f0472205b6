package io.faasrank.testbed.attach;

import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.testbed.invoker.FleetSettings;
import io.faasrank.testbed.wire.KafkaClients;
import io.faasrank.testbed.wire.MalformedMessageException;
import io.faasrank.testbed.wire.MessageReader;
import io.faasrank.testbed.wire.Ping;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invokers of an OpenWhisk before emulated ones join it, by their pings.
 *
 * @param names by number
 */
public record ServingInvokers(NavigableMap<Integer, String> names) {

  private static final Logger LOG = LoggerFactory.getLogger(ServingInvokers.class);

  /** An invoker pings each second; one that misses two pings is still heard. */
  private static final Duration LISTEN = Duration.ofSeconds(3);

  /** Most numbers that a message names. */
  private static final int MOST_NAMED = 10;

  /**
   * Listens for three seconds.
   *
   * @throws ExperimentFailedException when Kafka cannot be reached
   */
  public static ServingInvokers listen(FleetSettings settings) {
    String topic = settings.topicPrefix() + Ping.TOPIC;
    try {
      KafkaClients.ensureTopics(settings.bootstrapServers(), List.of(topic));
    } catch (IllegalStateException e) {
      throw new ExperimentFailedException("--kafka: " + e.getMessage(), e);
    }
    try (Consumer<byte[], byte[]> consumer =
        KafkaClients.consumer(settings.bootstrapServers(), topic + "-listener")) {
      return new ServingInvokers(heard(consumer, new TopicPartition(topic, 0)));
    } catch (KafkaException e) {
      throw new ExperimentFailedException(
          "--kafka: Kafka at %s: %s".formatted(settings.bootstrapServers(), e.getMessage()), e);
    }
  }

  static NavigableMap<Integer, String> heard(
      Consumer<byte[], byte[]> consumer, TopicPartition pings) {
    NavigableMap<Integer, String> names = new TreeMap<>();
    consumer.assign(List.of(pings));
    consumer.seekToEnd(List.of(pings));
    // seekToEnd is lazy; a slow answer of the broker must not shorten the listening
    long unused = consumer.position(pings);
    long end = System.nanoTime() + LISTEN.toNanos();
    for (long left = LISTEN.toNanos(); left > 0; left = end - System.nanoTime()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofNanos(left))) {
        note(record, names);
      }
    }
    return names;
  }

  private static void note(
      ConsumerRecord<byte[], byte[]> record, NavigableMap<Integer, String> names) {
    try {
      Ping ping = MessageReader.ping(record.topic(), record.offset(), record.value());
      if (ping.enabled()) {
        String name = ping.invoker().uniqueName();
        names.put(ping.invoker().instance(), name == null ? "" : name);
      }
    } catch (MalformedMessageException e) {
      LOG.debug("a ping was skipped", e);
    }
  }

  /**
   * Whether emulated invokers may join.
   *
   * @param besideOthers whether they may although others serve
   * @throws ExperimentFailedException when not; it names numbers that are free
   */
  public void check(FleetSettings joining, boolean besideOthers) {
    if (names.isEmpty()) {
      return;
    }
    int first = joining.firstNumber();
    int free = names.lastKey() + 1;
    for (int number : names.keySet()) {
      if (number >= first && number < first + joining.sizes().size()) {
        throw new ExperimentFailedException(
            "--first: number %s is that of an invoker that serves, '%s'; from %s on none does"
                .formatted(number, names.get(number), free));
      }
    }
    if (!besideOthers) {
      throw new ExperimentFailedException(
          "--kafka: other invokers serve this OpenWhisk: %s; emulated ones would take activations"
                  .formatted(numbers())
              + " from them and run no code. If that is meant: --beside-others");
    }
  }

  private String numbers() {
    String named =
        names.keySet().stream()
            .limit(MOST_NAMED)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    return names.size() > MOST_NAMED
        ? "%s and %s more".formatted(named, names.size() - MOST_NAMED)
        : named;
  }
}
