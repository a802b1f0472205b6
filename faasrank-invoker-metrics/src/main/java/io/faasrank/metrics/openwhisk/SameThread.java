package io.faasrank.metrics.openwhisk;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContext;

/** Runs a callback on the thread that completed the future: for code of a microsecond. */
final class SameThread implements ExecutionContext {

  static final SameThread INSTANCE = new SameThread();

  private static final Logger LOG = LoggerFactory.getLogger(SameThread.class);

  private SameThread() {}

  @Override
  public void execute(Runnable callback) {
    callback.run();
  }

  @Override
  public void reportFailure(Throwable cause) {
    LOG.error("a callback of the metrics failed", cause);
  }
}
