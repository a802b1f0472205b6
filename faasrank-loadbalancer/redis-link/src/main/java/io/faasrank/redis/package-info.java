/** How controllers and invokers reach Redis. */
@NullMarked
package io.faasrank.redis;

import org.jspecify.annotations.NullMarked;
