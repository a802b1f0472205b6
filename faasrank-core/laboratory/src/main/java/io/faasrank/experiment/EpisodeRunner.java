package io.faasrank.experiment;

import io.faasrank.simulation.EpisodeResult;

/**
 * Runs one episode. Called by several threads at once; the same arguments give the same result
 * whatever ran before.
 */
@FunctionalInterface
public interface EpisodeRunner {

  /**
   * Runs a workload under a policy.
   *
   * @param repetition from 0; decides the arrivals, the same ones for every policy
   * @param replay 0, or another number for the same arrivals with other random numbers of the
   *     policy and the cluster
   */
  EpisodeResult run(String policy, String workload, int repetition, int replay);
}
