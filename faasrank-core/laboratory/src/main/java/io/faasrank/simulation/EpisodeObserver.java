package io.faasrank.simulation;

import io.faasrank.policy.Decision;

/** Hears of each decision and completion of an episode in order of time, for rewards and plots. */
public interface EpisodeObserver {

  /** An observer that does nothing. */
  EpisodeObserver NONE =
      new EpisodeObserver() {
        @Override
        public void decided(int activation, double seconds, Decision decision) {}

        @Override
        public void completed(double seconds) {}
      };

  /**
   * An activation was sent to the chosen invoker: on its arrival or, where it may wait in the
   * controller, later.
   *
   * @param activation its number in order of arrival, from 0
   * @param decision valid during the call only
   */
  void decided(int activation, double seconds, Decision decision);

  /** An activation completed. */
  void completed(double seconds);
}
