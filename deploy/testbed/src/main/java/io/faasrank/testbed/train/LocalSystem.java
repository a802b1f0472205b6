package io.faasrank.testbed.train;

import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.testbed.controller.ReplayResult;
import io.faasrank.testbed.controller.StandInController;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.testbed.local.LocalCluster;
import io.faasrank.testbed.local.LocalRunner.LocalWatch;
import io.faasrank.workload.Workload;
import java.time.Duration;
import java.util.Map;

/** A cluster on this machine that goes through the episodes of a training. */
public final class LocalSystem implements LoopSystem {

  /**
   * What such a cluster needs beside a local cluster's own settings: the log; a quick look at the
   * model; time for decisions, since one that is late on a busy machine is not learnt from; and
   * placing on arrival, as in the paper's loop, whose rewards know no waiting before a decision.
   */
  public static final Map<String, Object> KEYS =
      Map.of(
          "events.enabled", true,
          "events.max-bytes", "256 MiB",
          "control-interval", "50 ms",
          "late-binding.enabled", false,
          "decision-budget", "1 s");

  private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);

  private final LocalCluster cluster;
  private final TimeScale scale;
  private final LocalWatch watch;

  /**
   * @param cluster that places by {@link LoopSystem#POLICY}, with {@link #KEYS}
   * @param watch hears of each episode
   */
  public LocalSystem(LocalCluster cluster, TimeScale scale, LocalWatch watch) {
    this.cluster = cluster;
    this.scale = scale;
    this.watch = watch;
  }

  @Override
  public void awaitServed(String digest) {
    long deadline = System.nanoTime() + SERVED_WITHIN.toNanos();
    while (!cluster.controllers().stream().allMatch(each -> serves(each, digest))) {
      if (System.nanoTime() - deadline > 0) {
        throw new ExperimentFailedException("a controller does not serve model " + digest);
      }
      EpisodeLog.pause();
    }
  }

  private static boolean serves(StandInController controller, String digest) {
    Served served = controller.faasrank().served();
    return served != null && served.digest().equals(digest);
  }

  @Override
  public void renew() {
    cluster.renew();
  }

  @Override
  public EpisodeResult run(Workload workload) {
    Runnable end = watch.begin(POLICY, workload, cluster);
    ReplayResult result;
    try {
      result = cluster.run(workload);
    } finally {
      end.run();
    }
    if (!result.complete()) {
      throw new ExperimentFailedException(
          "%s: not every activation completed: %s system errors, %s timed out, %s refused, %s"
                  .formatted(
                      workload.name(),
                      result.systemErrors(),
                      result.timedOut(),
                      result.refused(),
                      result.unfinished())
              + " unfinished");
    }
    return result.episode();
  }

  @Override
  public double scale() {
    return scale.virtualPerReal();
  }
}
