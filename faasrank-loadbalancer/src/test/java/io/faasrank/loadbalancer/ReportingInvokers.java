package io.faasrank.loadbalancer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.cluster.InvokerReport;
import io.faasrank.loadbalancer.cluster.ReportDraft;
import io.faasrank.redis.RedisProcess;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/** Idle invokers that report to Redis ten times a second, and go on whatever ails it. */
final class ReportingInvokers implements AutoCloseable {

  private static final int INTERVAL_MILLIS = 100;

  private final int count;
  private final RedisProcess redis;
  private final LongAdder failures = new LongAdder();
  private final Set<Integer> silent = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

  ReportingInvokers(int count, RedisProcess redis) {
    this.count = count;
    this.redis = redis;
    var unused =
        executor.scheduleWithFixedDelay(this::report, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Lets the invoker report no more. */
  void silence(int invoker) {
    silent.add(invoker);
  }

  /** Reports that did not reach Redis, a round of all invokers counted once. */
  long failures() {
    return failures.sum();
  }

  private void report() {
    DefaultJedisClientConfig quick =
        DefaultJedisClientConfig.builder().resp2().timeoutMillis(200).build();
    try (Jedis jedis = new Jedis(new HostAndPort("127.0.0.1", redis.port()), quick)) {
      for (int i = 0; i < count; i++) {
        if (!silent.contains(i)) {
          byte[] json = new ReportDraft(i, System.currentTimeMillis()).json();
          jedis.set(
              InvokerReport.key(i).getBytes(UTF_8), json, new SetParams().px(5L * INTERVAL_MILLIS));
          jedis.publish(InvokerReport.CHANNEL.getBytes(UTF_8), json);
        }
      }
    } catch (JedisException e) {
      // the next report comes in a tenth of a second
      failures.increment();
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
