/**
 * The paper's loop on a running system: a model serves by softmax draws, the log of events tells
 * what came of them, PPO makes the next model of it, and that one is published and serves.
 */
@NullMarked
package io.faasrank.testbed.train;

import org.jspecify.annotations.NullMarked;
