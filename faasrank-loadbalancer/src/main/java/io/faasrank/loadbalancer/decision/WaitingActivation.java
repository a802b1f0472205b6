package io.faasrank.loadbalancer.decision;

import org.jspecify.annotations.Nullable;

/**
 * An activation that a {@link WaitingRoom} keeps, as the controller knows it that will send it. All
 * but {@link #messageBytes} may be called on any thread that publishes or acknowledges, and must
 * not wait for anything.
 */
public interface WaitingActivation {

  /** Whose concurrency limit it counts for. */
  String owner();

  /** Length of its message, by which the room is bounded. */
  long messageBytes();

  /** What a decision needs to know of it, as of now. */
  Request request();

  /**
   * Sends it where the policy placed it; memory was taken there.
   *
   * @throws RuntimeException when it could not be set up, so that it was not sent; the memory is
   *     given back then
   */
  void send(Request request, Choice placed, LateArrival arrival);

  /**
   * Leaves it to hashing.
   *
   * @param fallback why; null where no decision failed
   */
  void leave(LateArrival arrival, @Nullable Fallback fallback);

  /** It could be sent in no way. */
  void fail(Throwable cause);
}
