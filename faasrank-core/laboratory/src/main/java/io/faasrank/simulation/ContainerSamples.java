package io.faasrank.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the containers of each function are, looked at in equal steps of time as the scheduler
 * knows it: those that its activations in flight need, and the idle warm ones. When there are too
 * many samples every second one is dropped and the step doubled, so that an episode of any length
 * is covered evenly and costs the same. Of very many functions only the first are watched.
 */
public final class ContainerSamples {

  /** Samples kept: twice the columns that a screen shows, before the last halving. Chosen. */
  private static final int MOST = 320;

  /** Containers looked at in a sample: 100 functions on 100 invokers. Chosen. */
  private static final int MOST_LOOKS = 10_000;

  private final List<Sample> samples = new ArrayList<>();
  private double everySeconds = 0.5;
  private double nextSeconds;

  /**
   * Containers of one function on one invoker.
   *
   * @param count idle ones, and those that work or are being created
   */
  public record Count(int invoker, int function, int count) {}

  /** All that is there at a time. */
  public record Sample(double seconds, List<Count> counts) {}

  /** To be called after each change, with its time. */
  void changed(double seconds, ContainerCounts cluster) {
    if (seconds < nextSeconds) {
      return;
    }
    int invokers = Math.min(cluster.invokers(), MOST_LOOKS);
    int functions = Math.min(cluster.functions(), MOST_LOOKS / invokers);
    List<Count> counts = new ArrayList<>();
    for (int i = 0; i < invokers; i++) {
      int[] there = cluster.containers(i, functions);
      for (int f = 0; f < functions; f++) {
        if (there[f] > 0) {
          counts.add(new Count(i, f, there[f]));
        }
      }
    }
    samples.add(new Sample(seconds, List.copyOf(counts)));
    if (samples.size() >= MOST) {
      for (int i = samples.size() - 1; i > 0; i -= 2) {
        samples.remove(i);
      }
      everySeconds *= 2;
    }
    nextSeconds = (Math.floor(seconds / everySeconds) + 1) * everySeconds;
  }

  /** In order of time. */
  public List<Sample> samples() {
    return List.copyOf(samples);
  }
}
