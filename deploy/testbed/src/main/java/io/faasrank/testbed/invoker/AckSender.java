package io.faasrank.testbed.invoker;

import io.faasrank.testbed.wire.Acknowledgement;
import io.faasrank.testbed.wire.MessageWriter;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends acknowledgements to their controller's topic, in the order of the calls unless a fault
 * holds one back. One that is too long for Kafka is sent again without its record, as by a real
 * invoker. Safe to call from many threads.
 */
final class AckSender {

  private static final Logger LOG = LoggerFactory.getLogger(AckSender.class);

  private final Producer<byte[], byte[]> producer;
  private final String topicPrefix;
  private final FleetTimer timer;
  private final SplittableRandom random;
  private final AtomicLong failed = new AtomicLong();

  /**
   * @param timer holds messages back
   * @param seed of the draws that decide on faults
   */
  AckSender(Producer<byte[], byte[]> producer, String topicPrefix, FleetTimer timer, long seed) {
    this.producer = producer;
    this.topicPrefix = topicPrefix;
    this.timer = timer;
    this.random = new SplittableRandom(seed);
  }

  void send(String controller, Acknowledgement acknowledgement, AckFaults faults) {
    if (draw(faults.dropShare())) {
      return;
    }
    int copies = draw(faults.duplicateShare()) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (draw(faults.delayShare())) {
        Future<?> unused =
            timer.after(faults.delay().toNanos(), () -> send(controller, acknowledgement));
      } else {
        send(controller, acknowledgement);
      }
    }
  }

  private boolean draw(double share) {
    synchronized (random) {
      return share > 0 && random.nextDouble() < share;
    }
  }

  private void send(String controller, Acknowledgement acknowledgement) {
    String topic = topicPrefix + Acknowledgement.topic(controller);
    byte[] value = MessageWriter.write(acknowledgement);
    Future<?> unused =
        producer.send(
            new ProducerRecord<>(topic, value),
            (metadata, failure) -> {
              if (failure == null) {
                return;
              }
              if (failure instanceof RecordTooLargeException
                  && !acknowledgement.equals(acknowledgement.shrunk())) {
                send(controller, acknowledgement.shrunk());
              } else if (failed.getAndIncrement() == 0) {
                LOG.warn(
                    "an acknowledgement did not reach {}: {}; further ones are only counted",
                    topic,
                    failure.getMessage());
              }
            });
  }

  /** Messages that Kafka has refused, or not taken in time. */
  long failed() {
    return failed.get();
  }
}
