/** Stages 4 to 9 of 12 inside a controller: where an activation goes, and what became of it. */
@NullMarked
package io.faasrank.loadbalancer.decision;

import org.jspecify.annotations.NullMarked;
