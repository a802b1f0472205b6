/**
 * What is known of an invoker and of the cluster at the instant of a decision (stage 3 of 12). Two
 * sides fill it: the simulator in virtual time, and the controller from reports and its own book.
 */
@NullMarked
package io.faasrank.cluster;

import org.jspecify.annotations.NullMarked;
