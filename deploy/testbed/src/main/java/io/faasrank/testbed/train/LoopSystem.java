package io.faasrank.testbed.train;

import io.faasrank.simulation.EpisodeResult;
import io.faasrank.workload.Workload;

/** A running system that serves a model and goes through episodes. */
public interface LoopSystem {

  /** Policy that the controllers must place by: draws from the softmax of the scores. */
  String POLICY = "faasrank-sampled";

  /**
   * Returns when every controller has said that it serves the published model.
   *
   * @param digest of its file
   * @throws io.faasrank.experiment.ExperimentFailedException when one does not
   */
  void awaitServed(String digest);

  /** Removes all containers, as at the start of a simulated episode. */
  void renew();

  /**
   * Goes through an episode and waits for its end.
   *
   * @throws io.faasrank.experiment.ExperimentFailedException when not every activation completed
   */
  EpisodeResult run(Workload workload);

  /** Virtual seconds in a real one. */
  double scale();
}
