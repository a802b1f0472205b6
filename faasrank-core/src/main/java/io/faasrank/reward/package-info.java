/** Stage 10 of 12: what a decision was worth (Eq. 8). */
@NullMarked
package io.faasrank.reward;

import org.jspecify.annotations.NullMarked;
