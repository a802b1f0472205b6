/**
 * How controllers and invokers reach Redis: settings and their checks, connections, and the pauses
 * between attempts. Each plugin jar has its own copy under a name of its own, so that both can lie
 * on one class path.
 */
@NullMarked
package io.faasrank.redis;

import org.jspecify.annotations.NullMarked;
