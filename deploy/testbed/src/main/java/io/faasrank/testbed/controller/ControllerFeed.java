package io.faasrank.testbed.controller;

import io.faasrank.testbed.wire.Acknowledgement;
import io.faasrank.testbed.wire.ConsumerThread;
import io.faasrank.testbed.wire.MalformedMessageException;
import io.faasrank.testbed.wire.MalformedMessages;
import io.faasrank.testbed.wire.MessageReader;
import io.faasrank.testbed.wire.Ping;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * What a controller reads: pings and acknowledgements. A malformed record is counted and skipped.
 */
final class ControllerFeed extends ConsumerThread {

  /** Takes what was read, on the feed's thread. */
  interface MessageListener {

    void pinged(Ping ping);

    void acknowledged(Acknowledgement acknowledgement);
  }

  private final TopicPartition health;
  private final MalformedMessages malformed;
  private final MessageListener listener;

  /**
   * Fixes where reading begins: pings at the end, since old ones say nothing; acknowledgements
   * after what is committed, else at the end.
   */
  ControllerFeed(
      Consumer<byte[], byte[]> consumer,
      String healthTopic,
      String completedTopic,
      MalformedMessages malformed,
      MessageListener listener) {
    super("stand-in-controller-feed", consumer);
    this.health = new TopicPartition(healthTopic, 0);
    this.malformed = malformed;
    this.listener = listener;
    List<TopicPartition> topics = List.of(health, new TopicPartition(completedTopic, 0));
    consumer.assign(topics);
    consumer.seekToEnd(List.of(health));
    topics.forEach(consumer::position);
  }

  @Override
  protected void take(ConsumerRecords<byte[], byte[]> records) {
    records.forEach(this::hand);
  }

  private void hand(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.topic().equals(health.topic())) {
        listener.pinged(MessageReader.ping(record.topic(), record.offset(), record.value()));
      } else {
        listener.acknowledged(
            MessageReader.acknowledgement(record.topic(), record.offset(), record.value()));
      }
    } catch (MalformedMessageException e) {
      malformed.skipped(e);
    }
  }
}
