package io.faasrank.testbed.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Guards the three seconds in which invokers that serve are heard: all of them are listening. */
final class ServingInvokersTest {

  @Test
  void theEndOfTheTopicIsKnownBeforeTheListeningBegins() {
    TopicPartition pings = new TopicPartition("health", 0);
    List<String> asked = new ArrayList<>();
    try (MockConsumer<byte[], byte[]> consumer =
        new MockConsumer<>("latest") {
          @Override
          public synchronized long position(TopicPartition partition) {
            asked.add("position");
            return 0;
          }

          @Override
          public synchronized ConsumerRecords<byte[], byte[]> poll(Duration time) {
            asked.add("poll");
            throw new KafkaException("enough");
          }
        }) {
      assertThatThrownBy(() -> ServingInvokers.heard(consumer, pings)).hasMessage("enough");
    }
    assertThat(asked).containsExactly("position", "poll");
  }
}
