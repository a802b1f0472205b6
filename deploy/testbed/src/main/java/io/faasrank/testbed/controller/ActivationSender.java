package io.faasrank.testbed.controller;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.faasrank.testbed.wire.ActionName;
import io.faasrank.testbed.wire.Activation;
import io.faasrank.testbed.wire.Caller;
import io.faasrank.testbed.wire.MessageWriter;
import io.faasrank.testbed.wire.Transaction;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stage 8 of 12: sends activations and health tests to invokers' topics. Thread-safe. */
final class ActivationSender {

  /** Transaction of the controller's own tests. */
  static final String TEST_TRANSACTION = "sid_invokerHealth";

  private static final Logger LOG = LoggerFactory.getLogger(ActivationSender.class);
  private static final String SYSTEM = "whisk.system";
  private static final String VERSION = "0.0.1";

  private final Producer<byte[], byte[]> producer;
  private final String topicPrefix;
  private final String controller;
  private final AtomicLong unsent = new AtomicLong();

  ActivationSender(Producer<byte[], byte[]> producer, String topicPrefix, String controller) {
    this.producer = producer;
    this.topicPrefix = topicPrefix;
    this.controller = controller;
  }

  static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /**
   * @param submittedMillis when the controller got it, by the wall clock
   */
  void send(int invoker, String activationId, Submission submission, long submittedMillis) {
    send(
        invoker,
        activation(
            newId(),
            submittedMillis,
            submission.namespace(),
            submission.action(),
            activationId,
            submission.blocking(),
            submission.content()));
  }

  void test(int invoker) {
    ActionName action = new ActionName(SYSTEM, "invokerHealthTestAction" + controller, VERSION);
    send(
        invoker,
        activation(
            TEST_TRANSACTION, System.currentTimeMillis(), SYSTEM, action, newId(), false, null));
  }

  private Activation activation(
      String transaction,
      long startMillis,
      String namespace,
      ActionName action,
      String activationId,
      boolean blocking,
      @Nullable JsonNode content) {
    // an id by the name, so that a namespace has one
    String namespaceId = UUID.nameUUIDFromBytes(namespace.getBytes(UTF_8)).toString();
    return new Activation(
        new Transaction(transaction, startMillis),
        action,
        null,
        new Caller(namespace, namespace, namespaceId, List.of("ACTIVATE")),
        activationId,
        controller,
        blocking,
        content,
        null);
  }

  private void send(int invoker, Activation activation) {
    String topic = topicPrefix + Activation.topic(invoker);
    Future<?> unused =
        producer.send(
            new ProducerRecord<>(topic, MessageWriter.write(activation)),
            (metadata, failure) -> {
              if (failure != null && unsent.getAndIncrement() == 0) {
                LOG.warn(
                    "an activation did not reach {}: {}; further ones are only counted",
                    topic,
                    failure.getMessage());
              }
            });
  }

  /** Messages that Kafka refused, or did not take in time. */
  long unsent() {
    return unsent.get();
  }
}
