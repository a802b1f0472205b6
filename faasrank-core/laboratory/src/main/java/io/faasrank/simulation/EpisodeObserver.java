package io.faasrank.simulation;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.policy.Decision;
import java.util.List;

/** Hears of each decision and completion of an episode in order of time, for rewards and plots. */
public interface EpisodeObserver {

  /** An observer that does nothing. */
  EpisodeObserver NONE =
      new EpisodeObserver() {
        @Override
        public void decided(double seconds, Decision decision) {}

        @Override
        public void completed(double seconds) {}
      };

  /**
   * The episode begins.
   *
   * @param view what the scheduler knows, valid until the episode ends; to be read only
   * @param actions of the functions, by their index
   */
  default void began(ClusterView view, List<Action> actions) {}

  /**
   * An activation arrived and was sent to the chosen invoker.
   *
   * @param decision valid during the call only
   */
  void decided(double seconds, Decision decision);

  /** An activation completed. */
  void completed(double seconds);
}
