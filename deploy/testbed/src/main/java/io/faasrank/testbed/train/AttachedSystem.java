package io.faasrank.testbed.train;

import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.testbed.attach.AttachedCluster;
import io.faasrank.testbed.attach.LiveReplay;
import io.faasrank.testbed.attach.LiveResult;
import io.faasrank.workload.BenchmarkFunctions;
import io.faasrank.workload.Workload;
import java.time.Duration;

/** A running OpenWhisk that goes through the episodes of a training. */
public final class AttachedSystem implements LoopSystem {

  /** Controllers look at the model within a minute at most, and write their log once a second. */
  private static final Duration SERVED_WITHIN = Duration.ofSeconds(90);

  private final AttachedCluster cluster;
  private final LiveReplay replay;
  private final EpisodeLog log;
  private final EpisodeShow show;

  /** Called for each episode, so that it can be shown. */
  @FunctionalInterface
  public interface EpisodeShow {
    /**
     * An episode begins.
     *
     * @return what is called at its end
     */
    Runnable begin(Workload workload);
  }

  /**
   * @param log in which the controllers say what they serve
   */
  public AttachedSystem(
      AttachedCluster cluster, LiveReplay replay, EpisodeLog log, EpisodeShow show) {
    this.cluster = cluster;
    this.replay = replay;
    this.log = log;
    this.show = show;
  }

  @Override
  public void awaitServed(String digest) {
    long deadline = System.nanoTime() + SERVED_WITHIN.toNanos();
    log.follow();
    while (!log.serves().equals(digest)) {
      if (System.nanoTime() - deadline > 0) {
        throw new ExperimentFailedException(
            "by the log, controllers do not place by model %s, which was published; they need mode"
                    .formatted(digest)
                + " faasrank, faasrank.policy = "
                + POLICY
                + ", faasrank.events.enabled = true, faasrank.late-binding.enabled = false, and no faasrank.model-key");
      }
      replay.probe(BenchmarkFunctions.all().get(0), true);
      AttachedCluster.sleep(Duration.ofMillis(500));
      log.follow();
    }
  }

  @Override
  public void renew() {
    cluster.renew();
  }

  @Override
  public EpisodeResult run(Workload workload) {
    Runnable end = show.begin(workload);
    LiveResult result;
    try {
      result = replay.run(workload);
    } finally {
      end.run();
    }
    if (result.failed() > 0) {
      throw new ExperimentFailedException(
          "%s: %s activations failed, the first: %s"
              .formatted(workload.name(), result.failed(), result.firstFailure()));
    }
    return EpisodeResult.of(result.completions(), workload.functions());
  }

  @Override
  public double scale() {
    return 1;
  }
}
