/**
 * The log of events outside the controllers: copied from Redis into files, and replayed through the
 * very classes that served.
 */
@NullMarked
package io.faasrank.testbed.learn;

import org.jspecify.annotations.NullMarked;
