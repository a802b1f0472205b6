package io.faasrank.testbed.controller;

import io.faasrank.testbed.wire.Acknowledgement;
import io.faasrank.testbed.wire.MalformedMessageException;
import io.faasrank.testbed.wire.MalformedMessages;
import io.faasrank.testbed.wire.MessageReader;
import io.faasrank.testbed.wire.Ping;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * What a controller reads, on a thread of its own: pings and acknowledgements. Commits once they
 * are taken, so that each is taken at least once. A malformed record is counted and skipped.
 */
final class ControllerFeed implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  /** A broker that is away at the end is not waited for longer. */
  private static final Duration CLOSING = Duration.ofSeconds(5);

  /** Takes what was read, on the feed's thread. */
  interface Listener {

    void pinged(Ping ping);

    void acknowledged(Acknowledgement acknowledgement);
  }

  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition health;
  private final MalformedMessages malformed;
  private final Listener listener;
  private final Thread thread = new Thread(this::run, "stand-in-controller-feed");
  private volatile boolean closed;

  /**
   * Fixes where reading begins: pings at the end, since old ones say nothing; acknowledgements
   * after what is committed, else at the end.
   */
  ControllerFeed(
      Consumer<byte[], byte[]> consumer,
      String healthTopic,
      String completedTopic,
      MalformedMessages malformed,
      Listener listener) {
    this.consumer = consumer;
    this.health = new TopicPartition(healthTopic, 0);
    this.malformed = malformed;
    this.listener = listener;
    List<TopicPartition> topics = List.of(health, new TopicPartition(completedTopic, 0));
    consumer.assign(topics);
    consumer.seekToEnd(List.of(health));
    topics.forEach(consumer::position);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closed) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> record : records) {
          hand(record);
        }
        if (!records.isEmpty()) {
          // a commit that fails is made good by the next
          consumer.commitAsync();
        }
      }
      consumer.commitSync(CLOSING);
    } catch (WakeupException e) {
      // closing; what was not committed is read again by the next controller of this id
      closed = true;
    } finally {
      consumer.close(CloseOptions.timeout(CLOSING));
    }
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

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(CLOSING.toMillis() * 2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
