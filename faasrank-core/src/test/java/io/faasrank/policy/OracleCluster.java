package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.FakeCluster;

/** A fake cluster whose oracle charges a second per activation in flight, or what a test says. */
final class OracleCluster extends FakeCluster implements Oracle {

  private double[] marginalSeconds = {};

  OracleCluster(int size) {
    super(size, 2048, 8);
  }

  void setMarginalSeconds(double... seconds) {
    marginalSeconds = seconds.clone();
  }

  @Override
  public double marginalSeconds(int invoker, Action action) {
    return invoker < marginalSeconds.length ? marginalSeconds[invoker] : inflight(invoker);
  }
}
