/**
 * What an evaluation says: episodes reduced to figures, compared with the default scheduler, given
 * intervals, and written as text, CSV, JSON and HTML. It reads results and steers nothing, so it
 * stands beside the twelve stages.
 */
@NullMarked
package io.faasrank.report;

import org.jspecify.annotations.NullMarked;
