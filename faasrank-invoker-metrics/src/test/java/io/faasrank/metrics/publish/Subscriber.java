package io.faasrank.metrics.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.cluster.ReportRejectedException;
import io.faasrank.redis.RedisProcess;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** What arrives on the channel, decoded as the controller would. */
final class Subscriber implements AutoCloseable {

  record Arrival(long nanos, InvokerReport report) {}

  final List<Arrival> arrivals = new CopyOnWriteArrayList<>();

  private final CountDownLatch subscribed = new CountDownLatch(1);
  private final BinaryJedisPubSub listener =
      new BinaryJedisPubSub() {
        @Override
        public void onMessage(byte[] channel, byte[] message) {
          try {
            arrivals.add(new Arrival(System.nanoTime(), ReportCodec.decode(message)));
          } catch (ReportRejectedException e) {
            throw new AssertionError("published a document that is refused", e);
          }
        }

        @Override
        public void onSubscribe(byte[] channel, int count) {
          subscribed.countDown();
        }
      };

  Subscriber(RedisProcess redis) throws InterruptedException {
    Jedis client = redis.client();
    Thread thread =
        new Thread(
            () -> {
              try (client) {
                client.subscribe(listener, InvokerReport.CHANNEL.getBytes(UTF_8));
              } catch (JedisConnectionException e) {
                // the test ends its server
                return;
              }
            });
    thread.setDaemon(true);
    thread.start();
    if (!subscribed.await(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("not subscribed");
    }
  }

  @Override
  public void close() {
    listener.unsubscribe();
  }
}
