/**
 * A cluster in virtual time. It replaces stages 1 to 3 and 8 to 9 of 12; encoding, scoring and
 * selecting are the production objects.
 */
@NullMarked
package io.faasrank.simulation;

import org.jspecify.annotations.NullMarked;
