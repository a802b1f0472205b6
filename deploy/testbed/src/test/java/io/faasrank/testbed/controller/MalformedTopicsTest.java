package io.faasrank.testbed.controller;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.testbed.embedded.EmbeddedKafka;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import io.faasrank.testbed.invoker.AckFaults;
import io.faasrank.testbed.wire.Acknowledgement;
import io.faasrank.testbed.wire.Activation;
import io.faasrank.testbed.wire.CapturedLog;
import io.faasrank.testbed.wire.InvokerInstance;
import io.faasrank.testbed.wire.KafkaClients;
import io.faasrank.testbed.wire.MalformedMessageException;
import io.faasrank.testbed.wire.MessageReader;
import io.faasrank.testbed.wire.MessageWriter;
import io.faasrank.testbed.wire.Ping;
import io.faasrank.testbed.wire.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Guards that rubbish on a topic stops no controller: it is counted, the log says once where it
 * stands, what comes after it is read, and fields of tomorrow are no rubbish.
 */
final class MalformedTopicsTest {

  private static final String[] RUBBISH = {
    "{\"name\":", "[]", "null", "\"text\"", "{}", "{\"name\":{\"instance\":-1}}", "{\"transid\":7}",
  };

  /** Those above, 1 MB of text, bytes that are no text, and a record without a value. */
  private static final int RUBBISH_PER_TOPIC = RUBBISH.length + 3;

  @Test
  void skippedCountedAndLoggedOnce() throws Exception {
    try (CapturedLog log = new CapturedLog();
        EmbeddedKafka kafka = EmbeddedKafka.start();
        EmbeddedRedis redis = EmbeddedRedis.start();
        TestCluster cluster =
            TestCluster.start(
                kafka.bootstrapServers(),
                redis,
                1,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1));
        Producer<byte[], byte[]> producer = KafkaClients.producer(kafka.bootstrapServers())) {
      cluster.fleet.invokers().get(0).acknowledge(AckFaults.drop());
      CompletableFuture<ActivationResult> end = cluster.publish(0, 100);
      // two tests of its health came before
      cluster.await().until(() -> cluster.fleet.invokers().get(0).completed() >= 3);

      long first = rubbish(producer, "health");
      long firstAck = rubbish(producer, "completed0");
      send(producer, "health", tomorrow(MessageWriter.write(new Ping(invoker(1), true))));
      String id = sentTo(kafka, "invoker0");
      send(producer, "completed0", tomorrow(MessageWriter.write(completion(id))));

      cluster.await().until(() -> cluster.controller.invokers().size() == 2);
      cluster.await().until(end::isDone);
      assertThat(end.join().outcome()).isEqualTo(Outcome.COMPLETED);
      assertThat(cluster.controller.malformed().count("health")).isEqualTo(RUBBISH_PER_TOPIC);
      assertThat(cluster.controller.malformed().count("completed0")).isEqualTo(RUBBISH_PER_TOPIC);
      assertThat(log.linesOf("health"))
          .singleElement()
          .asString()
          .contains("topic health, offset " + first + ":");
      assertThat(log.linesOf("completed0"))
          .singleElement()
          .asString()
          .contains("topic completed0, offset " + firstAck + ":");
    }
  }

  /** Offset of the first. */
  private static long rubbish(Producer<byte[], byte[]> producer, String topic)
      throws ExecutionException, InterruptedException {
    long first = send(producer, topic, RUBBISH[0].getBytes(UTF_8));
    for (int i = 1; i < RUBBISH.length; i++) {
      send(producer, topic, RUBBISH[i].getBytes(UTF_8));
    }
    send(producer, topic, "x".repeat(1 << 20).getBytes(UTF_8));
    send(producer, topic, new byte[] {(byte) 0xff, (byte) 0xc0, 0});
    send(producer, topic, null);
    return first;
  }

  private static long send(Producer<byte[], byte[]> producer, String topic, byte @Nullable [] value)
      throws ExecutionException, InterruptedException {
    return producer.send(new ProducerRecord<>(topic, value)).get().offset();
  }

  /** Id of the activation, health tests apart, on an invoker's topic. */
  private static String sentTo(EmbeddedKafka kafka, String topic) throws MalformedMessageException {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (Consumer<byte[], byte[]> consumer =
        KafkaClients.consumer(kafka.bootstrapServers(), "test")) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(5))) {
          Activation activation = MessageReader.activation(topic, record.offset(), record.value());
          if (!activation.healthTest()) {
            return activation.activationId();
          }
        }
      }
    }
  }

  private static byte[] tomorrow(byte[] message) {
    return ("{\"fieldOfTomorrow\":{\"a\":[1]}," + new String(message, UTF_8).substring(1))
        .getBytes(UTF_8);
  }

  private static Acknowledgement completion(String id) {
    return new Acknowledgement.CompletionMessage(new Transaction("t", 1), id, false, invoker(0));
  }

  private static InvokerInstance invoker(int number) {
    return InvokerInstance.of(number, "invoker" + number, 2048);
  }
}
