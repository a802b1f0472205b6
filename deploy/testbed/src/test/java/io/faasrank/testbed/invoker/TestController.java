package io.faasrank.testbed.invoker;

import io.faasrank.testbed.wire.Acknowledgement;
import io.faasrank.testbed.wire.Activation;
import io.faasrank.testbed.wire.KafkaClients;
import io.faasrank.testbed.wire.MalformedMessageException;
import io.faasrank.testbed.wire.MessageReader;
import io.faasrank.testbed.wire.MessageWriter;
import io.faasrank.testbed.wire.Ping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Controller 0 as far as Kafka sees it: sends activations, collects pings and acknowledgements. */
final class TestController implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(40);

  private final String prefix;
  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> consumer;
  final List<Acknowledgement> acks = new ArrayList<>();
  final Map<Integer, Integer> pings = new HashMap<>();

  TestController(String bootstrapServers, String prefix) {
    this.prefix = prefix;
    List<String> topics = List.of(prefix + "completed0", prefix + "health");
    KafkaClients.ensureTopics(bootstrapServers, topics);
    producer = KafkaClients.producer(bootstrapServers);
    consumer = KafkaClients.consumer(bootstrapServers, prefix + "controller0");
    List<TopicPartition> partitions =
        topics.stream().map(topic -> new TopicPartition(topic, 0)).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  void send(int invoker, Activation... activations) {
    for (Activation activation : activations) {
      send(invoker, MessageWriter.write(activation));
    }
  }

  void send(int invoker, byte[] value) {
    var unused = producer.send(new ProducerRecord<>(prefix + Activation.topic(invoker), value));
  }

  /** Reads what comes until the condition holds. */
  void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("no " + what + "; acknowledgements: " + acks);
      }
      read(Duration.ofMillis(50));
    }
  }

  /** Waits for that many acknowledgements, and for no more than they are. */
  List<Acknowledgement> awaitAcks(int count) {
    await(count + " acknowledgements", () -> acks.size() >= count);
    if (acks.size() > count) {
      throw new AssertionError("more than " + count + " acknowledgements: " + acks);
    }
    return acks;
  }

  void read(Duration time) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(time)) {
      try {
        if (record.topic().endsWith(Ping.TOPIC)) {
          Ping ping = MessageReader.ping(record.topic(), record.offset(), record.value());
          pings.merge(ping.invoker().instance(), 1, Integer::sum);
        } else {
          acks.add(MessageReader.acknowledgement(record.topic(), record.offset(), record.value()));
        }
      } catch (MalformedMessageException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
    consumer.close();
  }
}
