/**
 * The demo of learning on a running cluster, in two acts: a model that is learnt from the cluster's
 * own log is promoted, and one that is bad on purpose is demoted.
 */
@NullMarked
package io.faasrank.testbed.demo;

import org.jspecify.annotations.NullMarked;
