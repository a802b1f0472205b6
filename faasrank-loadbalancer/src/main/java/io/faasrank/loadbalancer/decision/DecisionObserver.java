package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.cluster.Dispatch;
import org.jspecify.annotations.Nullable;

/** Sees every activation begin and end. Called on the threads of requests, so it must not wait. */
public interface DecisionObserver {

  /** Sees nothing. */
  DecisionObserver NONE =
      new DecisionObserver() {
        @Override
        public void opened(String activationId, Dispatch dispatch, @Nullable Scored scored) {}

        @Override
        public void closed(Dispatch dispatch) {}
      };

  /**
   * An activation is about to be sent.
   *
   * @param scored how a learned policy placed it; null when it was placed otherwise
   */
  void opened(String activationId, Dispatch dispatch, @Nullable Scored scored);

  /** It is over. */
  void closed(Dispatch dispatch);
}
