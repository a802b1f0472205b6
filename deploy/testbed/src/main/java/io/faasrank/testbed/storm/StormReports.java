package io.faasrank.testbed.storm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.cluster.InvokerReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * Publishes the reports of all emulated invokers on two threads with a connection each, evenly over
 * time, as the invoker's module would: a full report every four seconds and changes between. While
 * Redis is away reports are dropped, and the first on a new connection is a full one.
 */
final class StormReports implements AutoCloseable {

  /** Every four intervals, of a second. */
  private static final double FULL_SECONDS = 4;

  private static final byte[] ALL = InvokerReport.CHANNEL.getBytes(UTF_8);
  private static final SetParams FULL_EXPIRY = SetParams.setParams().px(8_000);
  private static final SetParams JSON_EXPIRY = SetParams.setParams().px(5_000);

  /** Reports of one round trip. Chosen: some KB to some hundred KB. */
  private static final int BATCH = 250;

  /** Chosen: one thread writes no 50,000 reports a second. */
  private static final int THREADS = 2;

  private static final int TIMEOUT_MILLIS = 500;
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final StormSettings settings;
  private final StormInvoker[] invokers;
  private final byte[][] keys;

  /** Reports until the next full one, by invoker. */
  private final int[] untilFull;

  private final int fullEvery;
  private final HostAndPort redis;
  private final LongAdder sent = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /**
   * @param redis where they go
   */
  StormReports(StormSettings settings, StormInvoker[] invokers, HostAndPort redis) {
    this.settings = settings;
    this.invokers = invokers;
    this.redis = redis;
    this.keys = new byte[invokers.length][];
    this.untilFull = new int[invokers.length];
    this.fullEvery =
        (int) Math.max(1, FULL_SECONDS * settings.reportsPerSecond() / settings.invokers());
    for (int i = 0; i < keys.length; i++) {
      keys[i] = InvokerReport.key(i).getBytes(UTF_8);
    }
    for (int t = 0; t < Math.min(THREADS, invokers.length); t++) {
      int share = t;
      Thread thread = new Thread(() -> run(share), "storm-reports");
      thread.setDaemon(true);
      threads.add(thread);
    }
  }

  void start() {
    threads.forEach(Thread::start);
  }

  /** Reports that Redis took. */
  long sent() {
    return sent.sum();
  }

  /** Reports that Redis did not take. */
  long dropped() {
    return dropped.sum();
  }

  /** Publishes for the invokers whose number leaves this remainder. */
  private void run(int share) {
    DefaultJedisClientConfig config =
        DefaultJedisClientConfig.builder().resp2().timeoutMillis(TIMEOUT_MILLIS).build();
    long start = System.nanoTime();
    long done = 0;
    while (!closed) {
      try (Jedis client = new Jedis(redis, config)) {
        for (int i = share; i < untilFull.length; i += threads.size()) {
          untilFull[i] = 0;
        }
        while (!closed) {
          done = publishDue(client, share, start, done);
        }
      } catch (JedisException e) {
        dropped.add(BATCH);
        LockSupport.parkNanos(RETRY_NANOS);
        // what was due meanwhile is dropped
        done = Math.max(done, due(start));
      }
    }
  }

  private long due(long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    return (long) (seconds * settings.reportsPerSecond() / threads.size());
  }

  private long publishDue(Jedis client, int share, long start, long done) {
    long due = due(start);
    if (due <= done) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      return done;
    }
    long end = Math.min(due, done + BATCH);
    long nowMillis = System.currentTimeMillis();
    int count = 0;
    Pipeline pipeline = client.pipelined();
    int own = (invokers.length - share + threads.size() - 1) / threads.size();
    for (long i = done; i < end; i++) {
      int number = share + threads.size() * (int) (i % own);
      if (invokers[number].isAlive()) {
        publish(pipeline, number, nowMillis);
        count++;
      }
    }
    pipeline.sync();
    sent.add(count);
    return end;
  }

  private void publish(Pipeline pipeline, int number, long nowMillis) {
    StormInvoker invoker = invokers[number];
    InvokerReport report = invoker.report(nowMillis);
    if (settings.json()) {
      byte[] json = StormInvoker.json(report);
      pipeline.set(keys[number], json, JSON_EXPIRY);
      pipeline.publish(ALL, json);
    } else if (untilFull[number] == 0 || !invoker.hasSentFull()) {
      pipeline.set(keys[number], StormInvoker.json(report), FULL_EXPIRY);
      // the first full reports come all at once, the next ones spread
      untilFull[number] = invoker.hasSentFull() ? fullEvery - 1 : number % fullEvery;
      pipeline.publish(keys[number], invoker.full(report));
    } else {
      pipeline.publish(keys[number], invoker.change(report));
      untilFull[number]--;
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(LockSupport::unpark);
  }
}
