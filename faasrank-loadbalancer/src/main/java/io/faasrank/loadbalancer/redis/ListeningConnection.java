package io.faasrank.loadbalancer.redis;

import io.faasrank.redis.RedisServer;
import java.net.SocketTimeoutException;
import java.time.Duration;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.PushConsumerChain;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.util.RedisInputStream;

/**
 * A connection that listens to a channel and notices when its server is gone without closing it:
 * after a silence it sends PING, and after another silence of the same length it fails. Jedis alone
 * would wait for ever, or fail after the first silence, which is normal in a cluster without
 * invokers.
 */
final class ListeningConnection extends Connection {

  /** False during the login, whose answers come at once or not at all. */
  private boolean listening;

  /**
   * Connects and logs in.
   *
   * @throws redis.clients.jedis.exceptions.JedisException when the server is away or refuses
   */
  ListeningConnection(RedisServer server, Duration silence) {
    super(server.address(), server.listening(silence));
  }

  /** Hands on what arrives, until the connection fails. */
  void listen(BinaryJedisPubSub receiver, byte[] channel) {
    listening = true;
    receiver.proceed(this, channel);
  }

  @Override
  protected Object protocolRead(RedisInputStream input, PushConsumerChain consumers) {
    if (listening && isSilent(input)) {
      sendCommand(Protocol.Command.PING);
      flush();
    }
    return super.protocolRead(input, consumers);
  }

  private static boolean isSilent(RedisInputStream input) {
    try {
      // waits for the first byte and leaves it in the stream
      input.peek((byte) '*');
      return false;
    } catch (JedisConnectionException e) {
      if (e.getCause() instanceof SocketTimeoutException) {
        return true;
      }
      throw e;
    }
  }
}
