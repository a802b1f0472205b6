package io.faasrank.training;

import io.faasrank.model.Model;
import java.util.List;

/** Hears how a training run goes on, in order, on the thread that trains. */
public interface TrainingListener {

  /**
   * One episode of an update.
   *
   * @param episode number of the episode, from 0
   * @param workload name
   * @param totalReward the episode's return, minus the sum of completion times in seconds
   * @param meanCompletionSeconds mean completion time
   */
  record Episode(int episode, String workload, double totalReward, double meanCompletionSeconds) {}

  /** An update was done from these episodes. */
  void updated(List<Episode> episodes, UpdateStats stats);

  /**
   * A model was validated.
   *
   * @param episodes number of episodes so far
   * @param percent mean completion time relative to the validation's reference
   * @param best whether it is the best so far
   */
  void validated(int episodes, double percent, boolean best, Model model);

  /**
   * Whether training is to end now; asked before each update. Updates since the last validation are
   * then lost.
   */
  default boolean enough() {
    return false;
  }

  /** All that a later run needs to go on; called after every validation. */
  void checkpoint(Checkpoint checkpoint);
}
