/** What {@code faasrank.metrics} of the configuration says, checked once at the start. */
@NullMarked
package io.faasrank.metrics.settings;

import org.jspecify.annotations.NullMarked;
