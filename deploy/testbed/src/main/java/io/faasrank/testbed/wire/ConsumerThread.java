package io.faasrank.testbed.wire;

import java.time.Duration;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads what a consumer is assigned to, on a thread of its own, and commits once it is taken, so
 * that each record is taken at least once. What is not committed at the end is read again by the
 * next consumer of the group.
 */
public abstract class ConsumerThread implements AutoCloseable {

  /** Longest time from one {@link #beforePoll} to the next. Chosen. */
  private static final Duration POLL = Duration.ofMillis(100);

  /** Longest wait for a broker at the end. */
  private static final Duration CLOSING = Duration.ofSeconds(5);

  /** For the reading thread, and before {@link #start} for the one that makes this. */
  protected final Consumer<byte[], byte[]> consumer;

  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param name of the thread
   */
  protected ConsumerThread(String name, Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Begins to read. */
  public final void start() {
    thread.start();
  }

  /** Called at least each 100 ms, by the reading thread, like the methods below. */
  protected void beforePoll() {}

  /** Takes what was read; never empty. */
  protected abstract void take(ConsumerRecords<byte[], byte[]> records);

  /** Called at the end, whatever the cause. */
  protected void ended() {}

  private void run() {
    try {
      while (!closed) {
        beforePoll();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          take(records);
          // the next commit makes good for a failed one
          consumer.commitAsync();
        }
      }
      consumer.commitSync(CLOSING);
    } catch (WakeupException e) {
      closed = true;
    } finally {
      try {
        ended();
      } finally {
        consumer.close(CloseOptions.timeout(CLOSING));
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(CLOSING.toMillis() * 2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
