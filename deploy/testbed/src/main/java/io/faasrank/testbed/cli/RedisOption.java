package io.faasrank.testbed.cli;

import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.redis.RedisServer;
import io.faasrank.testbed.attach.RedisAddress;
import java.util.function.Function;
import picocli.CommandLine.Option;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** The option {@code --redis} of the commands that speak to controllers through Redis alone. */
final class RedisOption {

  @Option(
      names = "--redis",
      paramLabel = "URI",
      required = true,
      defaultValue = "${env:FAASRANK_REDIS}",
      description =
          "The Redis of FaaSRank: redis://USER:PASSWORD@HOST:PORT, rediss:// for TLS; else from"
              + " environment FAASRANK_REDIS, which keeps the password out of the list of processes.")
  private String redis = "";

  /**
   * Talks to it.
   *
   * @throws ExperimentFailedException when it cannot be reached or refuses
   */
  <T> T call(Function<Jedis, T> conversation) {
    RedisServer server = server("faasrank-canary");
    try (Jedis jedis = new Jedis(server.connect())) {
      return conversation.apply(jedis);
    } catch (JedisException e) {
      throw new ExperimentFailedException("--redis: %s: %s".formatted(server, e.getMessage()), e);
    }
  }

  /**
   * The server.
   *
   * @param clientName by which it knows us
   */
  RedisServer server(String clientName) {
    return RedisAddress.server("--redis", redis, clientName);
  }
}
