package io.faasrank.testbed.attach;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.experiment.Options;
import io.faasrank.redis.RedisServer;
import io.faasrank.redis.RedisSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An address such as {@code redis://:password@host:6379/0} as keys of the configuration. */
public final class RedisAddress {

  private static final int PORT = 6379;

  private RedisAddress() {}

  /**
   * Keys below {@code redis}: host, port, database, user, password and tls.
   *
   * @throws IllegalArgumentException naming what was expected; a password is not repeated
   */
  public static Map<String, Object> keys(String text) {
    URI uri = uri(text);
    Map<String, Object> keys = new HashMap<>();
    keys.put("host", uri.getHost());
    keys.put("port", uri.getPort() < 0 ? PORT : uri.getPort());
    keys.put("tls", "rediss".equals(uri.getScheme()));
    String database = uri.getPath().replaceFirst("^/", "");
    if (!database.isEmpty()) {
      keys.put("database", database);
    }
    String login = uri.getUserInfo();
    if (login != null) {
      int colon = login.indexOf(':');
      keys.put("user", login.substring(0, Math.max(0, colon)));
      keys.put("password", login.substring(colon + 1));
    }
    return keys;
  }

  /**
   * The server at an address; what that does not say is as in {@code faasrank.redis}.
   *
   * @param option by which the address was given, for messages
   * @param clientName by which it knows us
   * @throws IllegalArgumentException naming the option
   */
  public static RedisServer server(String option, String address, String clientName) {
    Map<String, Object> keys = Options.read(option, () -> keys(address));
    Config config =
        ConfigFactory.parseMap(Map.of("redis", keys))
            .atPath("faasrank")
            .withFallback(ConfigFactory.load());
    return new RedisServer(RedisSettings.from(config, "faasrank.redis"), clientName);
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      if (("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getPath().matches("/?\\d*")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw wrong(e);
    }
    throw wrong(null);
  }

  private static IllegalArgumentException wrong(@Nullable Exception cause) {
    return new IllegalArgumentException(
        "expected an address such as redis://127.0.0.1:6379 or"
            + " rediss://USER:PASSWORD@HOST:PORT/DATABASE",
        cause);
  }
}
