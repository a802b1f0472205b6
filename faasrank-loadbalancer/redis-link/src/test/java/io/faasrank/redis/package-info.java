/** The tests, and the real Redis server that the tests of other modules start too. */
@NullMarked
package io.faasrank.redis;

import org.jspecify.annotations.NullMarked;
