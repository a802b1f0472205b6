package io.faasrank.report;

import io.faasrank.simulation.EpisodeRecord;
import java.util.Optional;

/** Gives what a picture of an episode needs, or the explanation of one of its decisions. */
@FunctionalInterface
public interface EpisodeRecords {

  /** None of any episode. */
  EpisodeRecords NONE = (policy, workload, repetition, activation) -> Optional.empty();

  /** In place of an activation: some of all. */
  int SOME = -1;

  /**
   * An episode, if it can still be seen.
   *
   * @param repetition from 0
   * @param activation whose decision is explained, from 0; {@link #SOME} for some, evenly spread
   */
  Optional<EpisodeRecord> of(String policy, String workload, int repetition, int activation);
}
