/** What {@code faasrank} of the configuration says, checked once at the start. */
@NullMarked
package io.faasrank.loadbalancer.settings;

import org.jspecify.annotations.NullMarked;
