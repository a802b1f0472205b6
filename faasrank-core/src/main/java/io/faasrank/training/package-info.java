/**
 * Stage 11 of 12: training the score network by proximal policy optimisation (Section IV-C) on DJL
 * with the PyTorch engine. Serving never loads this package's native code.
 */
@NullMarked
package io.faasrank.training;

import org.jspecify.annotations.NullMarked;
