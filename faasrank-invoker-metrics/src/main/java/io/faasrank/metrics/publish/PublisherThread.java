package io.faasrank.metrics.publish;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread for the publishers of many invokers in one process, as emulated ones are. Each
 * publisher has its own connection and schedule; while Redis hangs they wait for each other.
 */
public final class PublisherThread implements AutoCloseable {

  /** How long it sleeps without a publisher. Chosen; adding one wakes it. */
  private static final long IDLE_NANOS = Duration.ofSeconds(1).toNanos();

  private final List<Publisher> publishers = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::run, "faasrank-metrics-publishers");
  private volatile boolean closed;

  /** A thread that waits for publishers. */
  public PublisherThread() {
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Lets a publisher begin: its first report follows after one interval. Closing it takes it off
   * the thread.
   *
   * @param publisher one that was not started
   */
  public void start(Publisher publisher) {
    publisher.start(thread);
    publishers.add(publisher);
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      publishers.removeIf(PublisherThread::ended);
      long wakeAt = System.nanoTime() + IDLE_NANOS;
      for (Publisher publisher : publishers) {
        long due = publisher.advance();
        wakeAt = due - wakeAt < 0 ? due : wakeAt;
      }
      LockSupport.parkNanos(this, wakeAt - System.nanoTime());
    }
    publishers.forEach(Publisher::disconnect);
  }

  private static boolean ended(Publisher publisher) {
    if (!publisher.closed()) {
      return false;
    }
    publisher.disconnect();
    return true;
  }

  /** Ends the thread and its publishers' connections, without waiting for it. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
