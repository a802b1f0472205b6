package io.faasrank.testbed.invoker;

import io.faasrank.testbed.wire.Activation;
import io.faasrank.testbed.wire.MalformedMessageException;
import io.faasrank.testbed.wire.MalformedMessages;
import io.faasrank.testbed.wire.MessageReader;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The one consumer of a fleet: it hands the records of each invoker's topic to that invoker and
 * commits them once they are taken, so that each is taken at least once. The topic of a dead
 * invoker is left alone from the first record that it did not take. A malformed record is counted
 * and skipped.
 */
final class ActivationFeed implements AutoCloseable {

  /** Longest time that a revived invoker waits for its topic. Chosen. */
  private static final Duration POLL = Duration.ofMillis(100);

  /** A broker that is away at the end is not waited for longer. */
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, EmulatedInvoker> invokers;
  private final MalformedMessages malformed;
  private final Thread thread = new Thread(this::run, "emulated-invokers-feed");
  private volatile boolean closed;

  /**
   * Assigns the topics and fixes where reading begins: after what is committed, else at the end, so
   * that what was meant for an earlier owner of a number is not run.
   */
  ActivationFeed(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, EmulatedInvoker> invokers,
      MalformedMessages malformed) {
    this.consumer = consumer;
    this.invokers = Map.copyOf(invokers);
    this.malformed = malformed;
    consumer.assign(invokers.keySet());
    invokers.keySet().forEach(consumer::position);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closed) {
        leaveTheDeadAlone();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (TopicPartition partition : records.partitions()) {
          hand(partition, records.records(partition));
        }
        if (!records.isEmpty()) {
          // a commit that fails is made good by the next
          consumer.commitAsync();
        }
      }
      consumer.commitSync(CLOSING);
    } catch (WakeupException e) {
      // closing; what was not committed is taken again by the next fleet
      closed = true;
    } finally {
      // whatever ended it: an invoker that takes nothing must not ping
      invokers.values().forEach(EmulatedInvoker::kill);
      consumer.close(CloseOptions.timeout(CLOSING));
    }
  }

  private void leaveTheDeadAlone() {
    Set<TopicPartition> paused = consumer.paused();
    Set<TopicPartition> pause = new HashSet<>();
    Set<TopicPartition> resume = new HashSet<>();
    invokers.forEach(
        (partition, invoker) -> {
          if (invoker.alive() == paused.contains(partition)) {
            (invoker.alive() ? resume : pause).add(partition);
          }
        });
    consumer.pause(pause);
    consumer.resume(resume);
  }

  private void hand(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    EmulatedInvoker invoker = invokers.get(partition);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        Activation activation =
            MessageReader.activation(record.topic(), record.offset(), record.value());
        if (invoker == null || !invoker.accept(activation)) {
          consumer.seek(partition, record.offset());
          return;
        }
      } catch (MalformedMessageException e) {
        malformed.skipped(e);
      }
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
