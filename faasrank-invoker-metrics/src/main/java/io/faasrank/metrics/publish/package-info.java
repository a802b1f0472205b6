/**
 * Stage 2 of 12: one report to Redis each interval and at each change of the containers, by a
 * thread of its own that no invoker thread ever waits for.
 */
@NullMarked
package io.faasrank.metrics.publish;

import org.jspecify.annotations.NullMarked;
