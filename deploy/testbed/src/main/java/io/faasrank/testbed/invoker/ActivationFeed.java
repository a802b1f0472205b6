package io.faasrank.testbed.invoker;

import io.faasrank.testbed.wire.Activation;
import io.faasrank.testbed.wire.ConsumerThread;
import io.faasrank.testbed.wire.MalformedMessageException;
import io.faasrank.testbed.wire.MalformedMessages;
import io.faasrank.testbed.wire.MessageReader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The one consumer of a fleet: it hands the records of each invoker's topic to that invoker. The
 * topic of a dead invoker is left alone from the first record that it did not take. A malformed
 * record is counted and skipped.
 */
final class ActivationFeed extends ConsumerThread {

  private final Map<TopicPartition, EmulatedInvoker> invokers;
  private final MalformedMessages malformed;

  /**
   * Assigns the topics and fixes where reading begins: after what is committed, else at the end, so
   * that what was meant for an earlier owner of a number is not run.
   */
  ActivationFeed(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, EmulatedInvoker> invokers,
      MalformedMessages malformed) {
    super("emulated-invokers-feed", consumer);
    this.invokers = Map.copyOf(invokers);
    this.malformed = malformed;
    consumer.assign(invokers.keySet());
    invokers.keySet().forEach(consumer::position);
  }

  @Override
  protected void take(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      hand(partition, records.records(partition));
    }
  }

  /** An invoker that takes nothing must not ping. */
  @Override
  protected void ended() {
    invokers.values().forEach(EmulatedInvoker::kill);
  }

  /** Stops reading the topics of dead invokers, so a revived one waits a moment for its own. */
  @Override
  protected void beforePoll() {
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
}
