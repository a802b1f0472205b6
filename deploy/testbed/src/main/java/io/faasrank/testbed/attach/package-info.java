/**
 * A workload replayed in real time through a running OpenWhisk whose invokers are emulated: the
 * functions as actions, the invocations, and the switch of FaaSRank's mode between two replays.
 */
@NullMarked
package io.faasrank.testbed.attach;

import org.jspecify.annotations.NullMarked;
