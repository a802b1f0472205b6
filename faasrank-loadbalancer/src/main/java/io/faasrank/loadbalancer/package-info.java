/** The load balancer. */
@NullMarked
package io.faasrank.loadbalancer;

import org.jspecify.annotations.NullMarked;
