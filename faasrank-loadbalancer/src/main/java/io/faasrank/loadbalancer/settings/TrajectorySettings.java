package io.faasrank.loadbalancer.settings;

/**
 * Whether decisions are recorded: {@code faasrank.trajectories}.
 *
 * @param maxLength decisions that the stream keeps, the newest
 */
public record TrajectorySettings(boolean enabled, long maxLength) {}
