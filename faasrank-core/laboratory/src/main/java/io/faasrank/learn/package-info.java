/**
 * Learning from a running cluster's log, outside of its controllers: the log read to a record, a
 * twin of the cluster estimated from it and compared with it, a model trained on the twin, judged
 * on later hours and offered with its evidence. {@link io.faasrank.learn.LearningRound} is the way
 * in.
 */
@NullMarked
package io.faasrank.learn;

import org.jspecify.annotations.NullMarked;
