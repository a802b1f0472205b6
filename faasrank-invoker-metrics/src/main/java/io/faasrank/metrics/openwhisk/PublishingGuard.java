package io.faasrank.metrics.openwhisk;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps exceptions of this module's code away from the invoker: they are counted, the first is
 * logged, and the call goes on. So are errors: an OpenWhisk of another version would cause a
 * LinkageError, and what memory lacks for this module may be there for the invoker.
 */
final class PublishingGuard {

  private static final Logger LOG = LoggerFactory.getLogger(PublishingGuard.class);

  private final AtomicLong failures = new AtomicLong();
  private volatile LongSupplier ofPublisher = () -> 0;

  /** Failures kept away, and those of the publisher. */
  long failures() {
    return failures.get() + ofPublisher.getAsLong();
  }

  /** Counts the publisher's failures too. */
  void include(LongSupplier publisherFailures) {
    ofPublisher = publisherFailures;
  }

  void run(Runnable code) {
    get(
        () -> {
          code.run();
          return true;
        },
        false);
  }

  /** The result of the code, or the substitute if it fails. */
  <T> T get(Supplier<T> code, T substitute) {
    try {
      return code.get();
    } catch (RuntimeException | Error e) {
      if (failures.getAndIncrement() == 0) {
        LOG.error("the metrics' own code failed; the invoker goes on without it", e);
      }
      return substitute;
    }
  }
}
