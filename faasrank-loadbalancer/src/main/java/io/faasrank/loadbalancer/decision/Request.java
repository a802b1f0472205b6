package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.MemorySlots;
import io.faasrank.loadbalancer.cluster.Pool;

/**
 * An activation to be placed.
 *
 * @param pool the invokers that may take it
 * @param maxConcurrent activations of the action that share a container, at least 1
 * @param slots where its memory is taken from
 */
public record Request(
    String activationId, ActionBook action, Pool pool, int maxConcurrent, MemorySlots slots) {}
