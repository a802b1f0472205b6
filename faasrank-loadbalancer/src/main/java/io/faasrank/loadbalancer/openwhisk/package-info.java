/**
 * Stages 3, 8 and 9 of 12 at OpenWhisk's border: the load balancer that a controller loads. What is
 * decided, and what is kept of it, lies in the packages beside; here OpenWhisk's types are turned
 * into theirs.
 */
@NullMarked
package io.faasrank.loadbalancer.openwhisk;

import org.jspecify.annotations.NullMarked;
