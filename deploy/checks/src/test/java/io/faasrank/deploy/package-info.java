/**
 * Runs what deploy/ holds, with the tools that its users run, and compares its names with the code.
 */
@NullMarked
package io.faasrank.deploy;

import org.jspecify.annotations.NullMarked;
