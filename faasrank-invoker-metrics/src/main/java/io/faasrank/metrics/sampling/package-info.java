/** Stage 1 of 12: the 21 resource metrics of Table I(a), read from /proc of the host. */
@NullMarked
package io.faasrank.metrics.sampling;

import org.jspecify.annotations.NullMarked;
