/**
 * The messages between OpenWhisk's controllers and invokers, as they travel through Kafka in JSON:
 * ping, activation and acknowledgements; and the clients that carry them.
 */
@NullMarked
package io.faasrank.testbed.wire;

import org.jspecify.annotations.NullMarked;
