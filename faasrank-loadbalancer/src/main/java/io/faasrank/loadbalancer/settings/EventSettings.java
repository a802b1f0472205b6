package io.faasrank.loadbalancer.settings;

import io.faasrank.redis.RedisSettings;

/**
 * The log of events: {@code faasrank.events}.
 *
 * @param maxBytes memory that the stream may take in Redis; the oldest events go first
 * @param redis where the stream is
 */
public record EventSettings(boolean enabled, long maxBytes, RedisSettings redis) {}
