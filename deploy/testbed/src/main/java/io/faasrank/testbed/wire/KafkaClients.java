package io.faasrank.testbed.wire;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka clients set up as a scheduler needs them: nothing is lost, and no message waits for a
 * batch.
 */
public final class KafkaClients {

  /** Longest message: an activation with 1 MB of parameters, and room around it. */
  private static final int LONGEST_MESSAGE_BYTES = 2 << 20;

  /** Longest wait for a broker at the start. */
  private static final Duration REACH = Duration.ofSeconds(10);

  /**
   * Measured: a broker on a busy machine takes 10 ms for a topic, so that many are there well
   * within {@link #REACH}.
   */
  private static final int TOPICS_AT_ONCE = 100;

  /** Longest wait for a broker later, where a call waits at all. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  static {
    KafkaLogs.quiet();
  }

  private KafkaClients() {}

  /**
   * An idempotent producer: a record counts as sent once all replicas have it, and is never
   * doubled.
   */
  public static Producer<byte[], byte[]> producer(String bootstrapServers) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "acks",
            "all",
            "enable.idempotence",
            true,
            "linger.ms",
            0,
            "max.request.size",
            LONGEST_MESSAGE_BYTES,
            "max.block.ms",
            (int) PATIENCE.toMillis()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** A consumer that commits when told, and begins at the end of a topic without a commit. */
  public static Consumer<byte[], byte[]> consumer(String bootstrapServers, String group) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "group.id",
            group,
            "enable.auto.commit",
            false,
            "auto.offset.reset",
            "latest",
            "default.api.timeout.ms",
            (int) PATIENCE.toMillis(),
            "request.timeout.ms",
            (int) PATIENCE.toMillis()),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /**
   * Creates the topics that are not there, each with one partition.
   *
   * @throws IllegalStateException when Kafka cannot be reached or refuses
   */
  public static void ensureTopics(String bootstrapServers, Collection<String> topics) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "default.api.timeout.ms", (int) REACH.toMillis(),
            "request.timeout.ms", (int) REACH.toMillis());
    Map<String, String> topicConfig =
        Map.of("max.message.bytes", Integer.toString(LONGEST_MESSAGE_BYTES));
    try (Admin admin = Admin.create(config)) {
      List<NewTopic> missing =
          topics.stream()
              .map(topic -> new NewTopic(topic, 1, (short) 1).configs(topicConfig))
              .toList();
      for (int from = 0; from < missing.size(); from += TOPICS_AT_ONCE) {
        int to = Math.min(from + TOPICS_AT_ONCE, missing.size());
        CreateTopicsResult result = admin.createTopics(missing.subList(from, to));
        for (KafkaFuture<Void> created : result.values().values()) {
          await(created);
        }
      }
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new IllegalStateException(
          "Kafka at %s: %s".formatted(bootstrapServers, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while topics were created", e);
    }
  }

  private static void await(KafkaFuture<Void> created)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      created.get(REACH.toMillis() * 2, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }
}
