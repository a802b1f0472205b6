package io.faasrank.loadbalancer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.redis.RedisServer;
import io.faasrank.redis.RedisSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XAddParams;

/**
 * Writes trajectories to the stream, in batches, on a thread of its own. Documents wait in a
 * bounded queue, also while Redis is away; what does not fit is dropped and counted. Each document
 * arrives once or not at all: a batch whose answer is lost is counted as dropped and not sent
 * again.
 */
public final class TrajectoryStream implements AutoCloseable {

  /** Documents waiting, in bytes together; some thousand decisions over ten invokers. */
  static final long QUEUE_BYTES = 16 << 20;

  /** Most documents of one round trip. Unmeasured; beyond some ten the trip no longer counts. */
  private static final int BATCH = 64;

  /** How long an idle connection is left unchecked. */
  private static final long IDLE_MILLIS = 1000;

  private static final byte[] KEY = RedisKeys.TRAJECTORIES.getBytes(UTF_8);
  private static final byte[] FIELD = RedisKeys.TRAJECTORY_JSON.getBytes(UTF_8);

  private static final Logger LOG = LoggerFactory.getLogger(TrajectoryStream.class);

  private final RedisServer server;
  private final XAddParams trimming;
  private final Conversation conversation;
  private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
  private final AtomicLong queuedBytes = new AtomicLong();
  private final LongAdder written = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  /**
   * A stream that waits for {@link #start}.
   *
   * @param maxLength entries that the stream keeps, the newest; Redis may keep some more. Positive
   */
  public TrajectoryStream(RedisSettings settings, long maxLength) {
    this.server = new RedisServer(settings, "faasrank-controller");
    this.trimming = XAddParams.xAddParams().maxLen(maxLength).approximateTrimming();
    this.conversation =
        new Conversation("trajectories", server, settings.firstBackoff(), this::write, LOG);
  }

  /** Begins, without waiting for Redis. */
  public void start() {
    conversation.start();
  }

  /**
   * Queues a document for the thread to write. Never waits.
   *
   * @param document JSON; must not be changed any more
   * @return false when it was dropped, since too many wait already
   */
  public boolean offer(byte[] document) {
    if (queuedBytes.addAndGet(document.length) > QUEUE_BYTES) {
      queuedBytes.addAndGet(-document.length);
      dropped.increment();
      return false;
    }
    return queue.add(document);
  }

  /** Documents that reached Redis. */
  public long written() {
    return written.sum();
  }

  /** Documents that did not fit, that Redis refused, or whose answer was lost. */
  public long dropped() {
    return dropped.sum();
  }

  /** How often the connection came back after a failure. */
  public long reconnects() {
    return conversation.reconnects();
  }

  private void write(Conversation held) throws InterruptedException {
    try (Connection connection = server.connect()) {
      held.over(connection);
      while (!held.isClosed()) {
        byte[] first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
          connection.ping();
        } else {
          write(connection, batch(first));
        }
        held.goesWell();
      }
    }
  }

  private List<byte[]> batch(byte[] first) {
    List<byte[]> batch = new ArrayList<>(BATCH);
    batch.add(first);
    queue.drainTo(batch, BATCH - 1);
    for (byte[] document : batch) {
      queuedBytes.addAndGet(-document.length);
    }
    return batch;
  }

  private void write(Connection connection, List<byte[]> batch) {
    Pipeline pipeline = new Pipeline(connection);
    List<Response<byte[]>> entries = new ArrayList<>(batch.size());
    try {
      for (byte[] document : batch) {
        entries.add(pipeline.xadd(KEY, trimming, Map.of(FIELD, document)));
      }
      pipeline.sync();
    } catch (JedisException e) {
      dropped.add(batch.size());
      throw e;
    }
    JedisDataException refusal = null;
    for (Response<byte[]> entry : entries) {
      refusal = count(entry, refusal);
    }
    if (refusal != null) {
      throw refusal;
    }
  }

  private @Nullable JedisDataException count(
      Response<byte[]> entry, @Nullable JedisDataException refusal) {
    try {
      entry.get();
      written.increment();
      return refusal;
    } catch (JedisDataException e) {
      dropped.increment();
      return e;
    }
  }

  /** Ends the thread, without waiting for it; documents that still wait are lost. */
  @Override
  public void close() {
    conversation.close();
  }
}
