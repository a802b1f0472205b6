package io.faasrank.metrics.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.cluster.CompactReports;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.redis.RedisServer;
import io.faasrank.redis.RedisSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * One connection to Redis, opened when first needed and dropped when it fails, and the form in
 * which reports go there. A full report goes out first on each connection and then every {@value
 * #FULL_INTERVALS} intervals: as JSON into the invoker's key, where people and controllers find it,
 * and in the compact form to the channel of the same name. The reports between are changes of it,
 * to that channel alone.
 *
 * <p>With each full report Redis is asked who listens. While the channel of all invokers has more
 * listeners than the invoker's own, somebody there takes nothing but JSON, a controller of an older
 * version or a person, and gets each report. A Redis that refuses the question, or the invoker's
 * channel, has rights of an older version: then every report is JSON, as it was then. Not
 * thread-safe.
 */
final class RedisLink implements AutoCloseable {

  /**
   * A controller that has no full report of an invoker waits for so long, which must be less than
   * the 5 s after which it takes the invoker for stale. Chosen; a full report is some twenty times
   * the size of a change.
   */
  static final int FULL_INTERVALS = 4;

  /** The key outlives four lost reports. */
  private static final int LOST_INTERVALS = 4;

  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

  private static final byte[] CHANNEL = InvokerReport.CHANNEL.getBytes(UTF_8);
  private static final byte[] NUMSUB = "NUMSUB".getBytes(UTF_8);

  private final RedisServer server;
  private final byte[] key;
  private final SetParams fullExpiry;
  private final SetParams jsonExpiry;
  private final long fullNanos;
  private final boolean compact;
  private final CompactReports reports = new CompactReports();
  private @Nullable Connection connection;

  /** Whether all reports on this connection are JSON. */
  private boolean jsonAlone;

  /** Whether somebody listens who takes nothing but JSON. */
  private boolean jsonWanted;

  private long fullAt;
  private boolean refusalLogged;

  /**
   * @param compact whether changes may be sent in the compact form; if not, all reports are JSON
   */
  RedisLink(RedisSettings redis, int invoker, Duration interval, boolean compact) {
    this.server = new RedisServer(redis, "faasrank-invoker-" + invoker);
    this.key = InvokerReport.key(invoker).getBytes(UTF_8);
    this.compact = compact;
    long millis = interval.toMillis();
    this.fullExpiry = SetParams.setParams().px(millis * (FULL_INTERVALS + LOST_INTERVALS));
    this.jsonExpiry = SetParams.setParams().px(millis * (1 + LOST_INTERVALS));
    this.fullNanos = interval.toNanos() * FULL_INTERVALS;
  }

  /**
   * Sends a report, in one round trip.
   *
   * @throws JedisException when Redis is away or refuses
   */
  void publish(InvokerReport any) {
    InvokerReport report = ReportCodec.fitting(any);
    try {
      Connection open = connected();
      if (jsonAlone) {
        sendJson(open, report);
      } else {
        sendCompact(open, report);
      }
    } catch (JedisException e) {
      // also after a refusal: after a failover the name may lead to another server
      close();
      throw e;
    }
  }

  private Connection connected() {
    Connection open = connection;
    if (open == null) {
      open = server.connect();
      connection = open;
      fullAt = System.nanoTime();
      jsonAlone = !compact;
      if (compact) {
        ask(open);
      }
    }
    return open;
  }

  private void ask(Connection open) {
    Pipeline pipeline = new Pipeline(open);
    Response<Object> listeners = listeners(pipeline);
    pipeline.sync();
    try {
      heard(listeners);
    } catch (JedisDataException e) {
      olderRights(e);
    }
  }

  private Response<Object> listeners(Pipeline pipeline) {
    return pipeline.sendCommand(Protocol.Command.PUBSUB, NUMSUB, CHANNEL, key);
  }

  private void heard(Response<Object> listeners) {
    // names and numbers in turn
    List<?> answer = (List<?>) listeners.get();
    jsonWanted = (Long) answer.get(1) > (Long) answer.get(3);
  }

  private void olderRights(JedisDataException refusal) {
    jsonAlone = true;
    if (!refusalLogged) {
      refusalLogged = true;
      LOG.warn("{}: {}; reports go there as JSON alone", server, refusal.getMessage());
    }
  }

  private void sendJson(Connection open, InvokerReport report) {
    byte[] json = ReportCodec.encode(report);
    Pipeline pipeline = new Pipeline(open);
    Response<String> set = pipeline.set(key, json, jsonExpiry);
    Response<Long> push = pipeline.publish(CHANNEL, json);
    pipeline.sync();
    set.get();
    push.get();
  }

  private void sendCompact(Connection open, InvokerReport report) {
    long now = System.nanoTime();
    boolean full = now - fullAt >= 0;
    byte[] json = full || jsonWanted ? ReportCodec.encode(report) : null;
    Pipeline pipeline = new Pipeline(open);
    Response<String> set = full && json != null ? pipeline.set(key, json, fullExpiry) : null;
    Response<Long> push =
        pipeline.publish(key, full ? reports.full(report) : reports.change(report));
    Response<Long> jsonPush = jsonWanted && json != null ? pipeline.publish(CHANNEL, json) : null;
    Response<Object> listeners = full ? listeners(pipeline) : null;
    pipeline.sync();
    if (set != null) {
      set.get();
    }
    try {
      push.get();
    } catch (JedisAccessControlException e) {
      olderRights(e);
      sendJson(open, report);
      return;
    }
    if (jsonPush != null) {
      heardByAll(jsonPush);
    }
    if (listeners != null) {
      heard(listeners);
      fullAt = now + fullNanos;
    }
  }

  /** An invoker with a user of its own may not push to the channel of all, nor needs to. */
  private void heardByAll(Response<Long> push) {
    try {
      push.get();
    } catch (JedisAccessControlException e) {
      LOG.debug("{}: {}", server, e.getMessage());
      jsonWanted = false;
    }
  }

  /** Drops the connection; the next report opens another. */
  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (JedisConnectionException e) {
        // it was broken already
        return;
      }
    }
  }
}
