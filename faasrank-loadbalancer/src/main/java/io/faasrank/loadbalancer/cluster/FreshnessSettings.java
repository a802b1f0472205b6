package io.faasrank.loadbalancer.cluster;

import java.time.Duration;

/**
 * When metrics may be used: {@code faasrank.freshness}.
 *
 * @param staleAfter age from which a report is not used
 * @param settle for how long an invoker must have reported without a gap
 * @param minFreshShare share of the usable invokers that must be fresh for any to be ranked, 0 to 1
 */
public record FreshnessSettings(Duration staleAfter, Duration settle, double minFreshShare) {}
