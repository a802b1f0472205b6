/**
 * Thousands of emulated invokers that report to a real Redis and take activations from the plugin's
 * own classes, without Kafka and without costs of their own: what a controller bears, and whether
 * it keeps its books through faults.
 */
@NullMarked
package io.faasrank.testbed.storm;

import org.jspecify.annotations.NullMarked;
