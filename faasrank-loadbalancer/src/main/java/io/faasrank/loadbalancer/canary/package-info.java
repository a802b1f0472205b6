/** A trial inside a controller: whose turn it is now, and what each block brings. */
@NullMarked
package io.faasrank.loadbalancer.canary;

import org.jspecify.annotations.NullMarked;
