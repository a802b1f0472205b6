/**
 * Workloads replayed on this machine alone: a real Kafka and a real Redis, a stand-in controller
 * with the plugin's deciding classes, and emulated invokers, in scaled time.
 */
@NullMarked
package io.faasrank.testbed.local;

import org.jspecify.annotations.NullMarked;
