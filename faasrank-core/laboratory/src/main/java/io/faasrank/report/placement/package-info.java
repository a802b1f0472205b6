/** The placement map of a report: where activations went, and why. */
@NullMarked
package io.faasrank.report.placement;

import org.jspecify.annotations.NullMarked;
