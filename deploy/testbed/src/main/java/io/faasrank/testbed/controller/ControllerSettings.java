package io.faasrank.testbed.controller;

import com.typesafe.config.ConfigFactory;
import io.faasrank.loadbalancer.settings.LoadBalancerSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How a stand-in controller is set up. All times are real, whatever the time scale of invokers.
 *
 * @param bootstrapServers Kafka, as {@code host:port} separated by commas
 * @param topicPrefix prefix of all topics; empty usually
 * @param id its id, part of the name of its topic
 * @param controllers how many share the invokers, each with its part of their memory, at least 1
 * @param offlineAfter silence after which an invoker counts as gone
 * @param acknowledgeWithin time after which an activation without acknowledgement is closed
 * @param testEvery how often an invoker that is not healthy is tested again
 * @param seed of the choice among usable invokers when none has memory
 * @param balancer settings of FaaSRank itself
 */
public record ControllerSettings(
    String bootstrapServers,
    String topicPrefix,
    String id,
    int controllers,
    Duration offlineAfter,
    Duration acknowledgeWithin,
    Duration testEvery,
    long seed,
    LoadBalancerSettings balancer) {

  private static final Duration OFFLINE_AFTER = Duration.ofSeconds(10);
  private static final Duration TEST_EVERY = Duration.ofMinutes(1);

  /** Twice the default time limit of 60 s and a minute. */
  private static final Duration ACKNOWLEDGE_WITHIN = Duration.ofMinutes(3);

  public ControllerSettings {
    if (controllers < 1) {
      throw new IllegalArgumentException("controllers is " + controllers + ", not 1 or more");
    }
    requirePositive("offlineAfter", offlineAfter);
    requirePositive("acknowledgeWithin", acknowledgeWithin);
    requirePositive("testEvery", testEvery);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is " + value + ", not above 0");
    }
  }

  /** Controller 0 with OpenWhisk's default times. */
  public static ControllerSettings of(String bootstrapServers, LoadBalancerSettings balancer) {
    return new ControllerSettings(
        bootstrapServers, "", "0", 1, OFFLINE_AFTER, ACKNOWLEDGE_WITHIN, TEST_EVERY, 1, balancer);
  }

  /**
   * Settings of FaaSRank for a Redis without a password; what is not named has its default.
   *
   * @param keys below {@code faasrank}, for instance {@code mode} or {@code freshness.settle}
   * @throws IllegalArgumentException naming the key that is out of range
   */
  public static LoadBalancerSettings balancer(
      String redisHost, int redisPort, Map<String, ?> keys) {
    Map<String, Object> all = new HashMap<>(keys);
    all.put("redis.host", redisHost);
    all.put("redis.port", redisPort);
    return LoadBalancerSettings.from(
        ConfigFactory.parseMap(all)
            .atPath("faasrank")
            .withFallback(
                ConfigFactory.defaultReference(LoadBalancerSettings.class.getClassLoader()))
            .resolve());
  }

  /** The same with other times. */
  public ControllerSettings withTimes(
      Duration newOfflineAfter, Duration newAcknowledgeWithin, Duration newTestEvery) {
    return new ControllerSettings(
        bootstrapServers,
        topicPrefix,
        id,
        controllers,
        newOfflineAfter,
        newAcknowledgeWithin,
        newTestEvery,
        seed,
        balancer);
  }

  /** The same as one of several. */
  public ControllerSettings among(int number, int count) {
    return new ControllerSettings(
        bootstrapServers,
        topicPrefix,
        Integer.toString(number),
        count,
        offlineAfter,
        acknowledgeWithin,
        testEvery,
        seed + number,
        balancer);
  }

  /** The same with a prefix for all topics. */
  public ControllerSettings withTopicPrefix(String newPrefix) {
    return new ControllerSettings(
        bootstrapServers,
        newPrefix,
        id,
        controllers,
        offlineAfter,
        acknowledgeWithin,
        testEvery,
        seed,
        balancer);
  }
}
