/**
 * Stage 12 of 12 inside a controller: which model serves, where it comes from, and how another
 * takes its place.
 */
@NullMarked
package io.faasrank.loadbalancer.model;

import org.jspecify.annotations.NullMarked;
