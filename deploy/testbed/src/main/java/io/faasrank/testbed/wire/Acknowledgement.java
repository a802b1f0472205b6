package io.faasrank.testbed.wire;

import org.jspecify.annotations.Nullable;

/**
 * What an invoker sends to topic {@code completed<controller>} about an activation. On the wire the
 * three kinds are told apart by their fields: {@code instance} says that the slot is free, {@code
 * response} that there is a result.
 */
public sealed interface Acknowledgement {

  Transaction transaction();

  String activationId();

  /** The topic of a controller, without the prefix that an installation may give its topics. */
  static String topic(String controller) {
    return "completed" + controller;
  }

  /** Without the activation record, as sent when that is too long for Kafka. */
  Acknowledgement shrunk();

  /**
   * The result is there and the slot is free: what a blocking activation gets whose logs are not
   * collected, and every activation that never reached its container.
   *
   * @param record null when it was shrunk
   * @param systemError whether OpenWhisk itself failed; null when the invoker does not say
   */
  record CombinedMessage(
      Transaction transaction,
      String activationId,
      @Nullable ActivationRecord record,
      @Nullable Boolean systemError,
      InvokerInstance invoker)
      implements Acknowledgement {

    @Override
    public CombinedMessage shrunk() {
      return new CombinedMessage(transaction, activationId, null, systemError, invoker);
    }
  }

  /**
   * The result of a blocking activation whose slot is not yet free; a {@link CompletionMessage}
   * follows.
   *
   * @param record null when it was shrunk
   */
  record ResultMessage(
      Transaction transaction, String activationId, @Nullable ActivationRecord record)
      implements Acknowledgement {

    @Override
    public ResultMessage shrunk() {
      return new ResultMessage(transaction, activationId, null);
    }
  }

  /**
   * The slot is free: all that a non-blocking activation gets, and the end of a blocking one after
   * its {@link ResultMessage}.
   *
   * @param systemError whether OpenWhisk itself failed; null when the invoker does not say
   */
  record CompletionMessage(
      Transaction transaction,
      String activationId,
      @Nullable Boolean systemError,
      InvokerInstance invoker)
      implements Acknowledgement {

    @Override
    public CompletionMessage shrunk() {
      return this;
    }
  }
}
