package io.faasrank.simulation;

import io.faasrank.policy.Decision;

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
   * An activation arrived and was sent to the chosen invoker.
   *
   * @param decision valid during the call only
   */
  void decided(double seconds, Decision decision);

  /** An activation completed. */
  void completed(double seconds);
}
