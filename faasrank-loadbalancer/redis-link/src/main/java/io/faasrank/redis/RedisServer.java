package io.faasrank.redis;

import java.io.File;
import java.time.Duration;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Where Redis is and how to log in. Each call opens a connection that belongs to the caller. There
 * is no pool: the few threads of a plugin that talk to Redis keep a connection each.
 */
public final class RedisServer {

  private final RedisSettings settings;
  private final String clientName;
  private final HostAndPort address;

  /**
   * @param clientName what CLIENT LIST shows of the connections, without spaces
   */
  public RedisServer(RedisSettings settings, String clientName) {
    this.settings = settings;
    this.clientName = clientName;
    this.address = new HostAndPort(settings.host(), settings.port());
  }

  public HostAndPort address() {
    return address;
  }

  /**
   * Opens a connection and logs in.
   *
   * @throws JedisException when the server is away, refuses, or its certificate is not trusted
   */
  public Connection connect() {
    return new Connection(address, login().build());
  }

  /**
   * For the connection of a listener, whose reads end after the given silence instead of the socket
   * time-out.
   */
  public JedisClientConfig listening(Duration silence) {
    return login().blockingSocketTimeoutMillis((int) silence.toMillis()).build();
  }

  private DefaultJedisClientConfig.Builder login() {
    DefaultJedisClientConfig.Builder builder =
        DefaultJedisClientConfig.builder()
            .resp2()
            .connectionTimeoutMillis((int) settings.connectTimeout().toMillis())
            .socketTimeoutMillis((int) settings.socketTimeout().toMillis())
            .database(settings.database())
            .clientName(clientName)
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
    if (!settings.user().isEmpty()) {
      builder.user(settings.user());
    }
    if (!settings.password().isEmpty()) {
      builder.password(settings.password());
    }
    if (settings.tls()) {
      SslOptions.Builder tls = SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL);
      if (!settings.tlsTrustStore().isEmpty()) {
        tls.truststore(
            new File(settings.tlsTrustStore()), settings.tlsTrustStorePassword().toCharArray());
      }
      builder.sslOptions(tls.build());
    }
    return builder;
  }

  /** The address, without secrets. */
  @Override
  public String toString() {
    return settings.toString();
  }
}
