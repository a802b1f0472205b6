/**
 * Stage 11 of 12: training the score network by proximal policy optimisation (Section IV-C) on DJL
 * with the PyTorch engine, and stage 5 on the same for those who ask for engine {@code djl}.
 * Serving by engine {@code java} never loads this package.
 */
@NullMarked
package io.faasrank.training;

import org.jspecify.annotations.NullMarked;
