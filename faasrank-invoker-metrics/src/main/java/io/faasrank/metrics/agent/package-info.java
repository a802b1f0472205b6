/** The stand-alone agent: the resource metrics of a host, without an invoker around it. */
@NullMarked
package io.faasrank.metrics.agent;

import org.jspecify.annotations.NullMarked;
