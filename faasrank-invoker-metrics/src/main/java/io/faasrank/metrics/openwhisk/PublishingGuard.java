package io.faasrank.metrics.openwhisk;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the faults of this module's code away from the invoker: they are counted, the first is
 * logged, and the call goes on. A LinkageError is what an OpenWhisk of another version would cause.
 */
final class PublishingGuard {

  private static final Logger LOG = LoggerFactory.getLogger(PublishingGuard.class);

  private final AtomicLong failures = new AtomicLong();

  long failures() {
    return failures.get();
  }

  void run(Runnable code) {
    get(
        () -> {
          code.run();
          return true;
        },
        false);
  }

  /** What the code gives, or the substitute where it fails. */
  <T> T get(Supplier<T> code, T substitute) {
    try {
      return code.get();
    } catch (RuntimeException | LinkageError e) {
      if (failures.getAndIncrement() == 0) {
        LOG.error("the metrics' own code failed; the invoker goes on without it", e);
      }
      return substitute;
    }
  }
}
