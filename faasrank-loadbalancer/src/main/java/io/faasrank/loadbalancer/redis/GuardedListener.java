package io.faasrank.loadbalancer.redis;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the listener so that its failures do not end the conversation with Redis: each is counted,
 * the first is logged. A missing library of a model's engine would cause a LinkageError.
 */
final class GuardedListener {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

  private final RedisFeed.Listener listener;
  private final AtomicLong failures = new AtomicLong();

  GuardedListener(RedisFeed.Listener listener) {
    this.listener = listener;
  }

  long failures() {
    return failures.get();
  }

  void tell(Consumer<RedisFeed.Listener> call) {
    try {
      call.accept(listener);
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  /** The supplier's number, or the other one if it fails. */
  int number(IntSupplier supplier, int otherwise) {
    try {
      return supplier.getAsInt();
    } catch (RuntimeException e) {
      failed(e);
      return otherwise;
    }
  }

  private void failed(Throwable failure) {
    if (failures.getAndIncrement() == 0) {
      LOG.error("handing on what Redis holds failed; further failures are only counted", failure);
    }
  }
}
