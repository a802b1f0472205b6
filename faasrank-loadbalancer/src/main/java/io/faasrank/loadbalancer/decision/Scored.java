package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.model.Served;

/**
 * A learned decision as training needs it: what the network saw and what was chosen. Copied, so
 * made only where trajectories are written.
 *
 * @param served the model that scored
 * @param invokers numbers of the candidates
 * @param position of the chosen one among them
 * @param logProbability logarithm of its probability in the softmax of the scores (Eq. 4)
 * @param rows scaled state rows, one per candidate, row after row
 */
@SuppressWarnings("ArrayRecordComponent") // read only, and never compared
public record Scored(
    Served served, int[] invokers, int position, float logProbability, float[] rows) {}
