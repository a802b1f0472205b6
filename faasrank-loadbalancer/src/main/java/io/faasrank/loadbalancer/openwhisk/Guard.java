package io.faasrank.loadbalancer.openwhisk;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps exceptions of this module's code away from the controller: they are counted, the first is
 * logged, and the call goes on. So are errors: an OpenWhisk of another version would cause a
 * LinkageError, and what memory lacks for this module may be there for the controller.
 */
final class Guard {

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private final LongAdder faults;
  private final AtomicBoolean logged = new AtomicBoolean();

  Guard(LongAdder faults) {
    this.faults = faults;
  }

  void run(Runnable code) {
    get(
        () -> {
          code.run();
          return true;
        });
  }

  /** The result of the code; null if it fails. */
  <T> @Nullable T get(Supplier<T> code) {
    try {
      return code.get();
    } catch (RuntimeException | Error e) {
      faults.increment();
      if (logged.compareAndSet(false, true)) {
        LOG.error("the load balancer's own code failed; OpenWhisk goes on without it", e);
      }
      return null;
    }
  }
}
