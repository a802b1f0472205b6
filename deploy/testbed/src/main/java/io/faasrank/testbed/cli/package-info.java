/**
 * The commands that need more than the core: a cluster of real servers and emulated invokers on
 * this machine, and emulated invokers for a running OpenWhisk.
 */
@NullMarked
package io.faasrank.testbed.cli;

import org.jspecify.annotations.NullMarked;
