package io.faasrank.report;

import io.faasrank.simulation.EpisodeRecord;
import java.util.Optional;

/** Gives what a picture of an episode needs. */
@FunctionalInterface
public interface EpisodeRecords {

  /** None of any episode. */
  EpisodeRecords NONE = (policy, workload) -> Optional.empty();

  /** The first repetition of a workload under a policy, if it can still be seen. */
  Optional<EpisodeRecord> of(String policy, String workload);
}
