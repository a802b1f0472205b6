/** A whole cluster on one machine. */
@NullMarked
package io.faasrank.testbed;

import org.jspecify.annotations.NullMarked;
