/**
 * Stage 3 of 12: the cluster as one controller knows it, from reports, invoker health and its own
 * book.
 */
@NullMarked
package io.faasrank.loadbalancer.cluster;

import org.jspecify.annotations.NullMarked;
