/**
 * The log of events inside a controller: what request threads put into it, and how they never wait.
 */
@NullMarked
package io.faasrank.loadbalancer.event;

import org.jspecify.annotations.NullMarked;
