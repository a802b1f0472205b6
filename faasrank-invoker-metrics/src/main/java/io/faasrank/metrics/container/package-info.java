/**
 * Stage 1 of 12: the container metrics of Table I(b), kept by what happens to each container. Knows
 * no OpenWhisk type.
 */
@NullMarked
package io.faasrank.metrics.container;

import org.jspecify.annotations.NullMarked;
