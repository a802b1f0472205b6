/**
 * The border to the invoker: a container factory that hands everything on to the real one and keeps
 * the books on the way.
 */
@NullMarked
package io.faasrank.metrics.openwhisk;

import org.jspecify.annotations.NullMarked;
