/**
 * What happens on a cluster as a log of events, from which every state that a decision saw can be
 * rebuilt: the events, their binary form, and files of them by hour. Holds no parameter and no
 * result of an activation.
 */
@NullMarked
package io.faasrank.event;

import org.jspecify.annotations.NullMarked;
