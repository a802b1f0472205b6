/**
 * Learning that goes on outside the controllers: keeps the log, learns from it every so often,
 * keeps what comes of it, and puts it on trial where that is wanted.
 */
@NullMarked
package io.faasrank.testbed.learner;

import org.jspecify.annotations.NullMarked;
