package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.Pool;

/** An activation in a {@link WaitingRoom}, for whichever thread works there. */
final class Waiter {

  private final WaitingActivation activation;
  private final String owner;
  private final ActionBook action;
  private final LateArrival arrival;
  private final long messageBytes;
  private Request request;
  private long lookedAt;

  Waiter(
      WaitingActivation activation,
      String owner,
      Request request,
      LateArrival arrival,
      long messageBytes) {
    this.activation = activation;
    this.owner = owner;
    this.action = request.action();
    this.request = request;
    this.arrival = arrival;
    this.messageBytes = messageBytes;
  }

  WaitingActivation activation() {
    return activation;
  }

  /** Whose concurrency limit it counts for. */
  String owner() {
    return owner;
  }

  LateArrival arrival() {
    return arrival;
  }

  long messageBytes() {
    return messageBytes;
  }

  /** As it last was. */
  Request request() {
    return request;
  }

  /**
   * As it is now, with the book that it came with.
   *
   * @param look number of the look at the invokers, from 1: one look sees one state
   * @param pool the invokers that are looked at
   */
  Request lookAt(long look, Pool pool) {
    if (look != lookedAt) {
      Request now = activation.request();
      request = new Request(now.activationId(), action, pool, now.maxConcurrent(), now.slots());
      lookedAt = look;
    }
    return request;
  }
}
