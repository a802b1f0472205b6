/**
 * What is compared with what: experiments resolved from settings, their episodes run on the
 * simulator or on another {@link io.faasrank.experiment.EpisodeRunner}, and their results put in
 * order. The command line and the testbed build on it.
 */
@NullMarked
package io.faasrank.experiment;

import org.jspecify.annotations.NullMarked;
