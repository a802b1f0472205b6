/** What an operator sees of the load balancer: counters, gauges and histograms with their names. */
@NullMarked
package io.faasrank.loadbalancer.observe;

import org.jspecify.annotations.NullMarked;
