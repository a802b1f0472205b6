/**
 * A controller for machines without OpenWhisk: FaaSRank's own classes with a small dispatcher on
 * Kafka around them, and the replay of workloads through it. Stages 8 and 9 of 12.
 *
 * <p>What it has of OpenWhisk's own controller: the wire, the supervision of invokers, the hashing
 * rule, memory slots, forced completions. What it lacks: an API, a database, entitlement, other
 * controllers beside it, blackbox invokers (all invokers are managed ones, as in the simulator) and
 * actions of which one container runs several activations.
 */
@NullMarked
package io.faasrank.testbed.controller;

import org.jspecify.annotations.NullMarked;
