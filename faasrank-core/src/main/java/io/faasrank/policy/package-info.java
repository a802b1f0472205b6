/**
 * Stages 5 to 7 of 12: scoring, ranking and selecting. A policy is a scorer and a selector; the
 * paper's learned scheduler and every baseline compose the same way, and the simulator and the
 * controller run the very same objects.
 */
@NullMarked
package io.faasrank.policy;

import org.jspecify.annotations.NullMarked;
