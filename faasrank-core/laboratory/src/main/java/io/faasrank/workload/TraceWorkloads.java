package io.faasrank.workload;

import java.util.List;
import java.util.stream.IntStream;

/** Workloads composed from a trace by {@link WorkloadComposer}. */
public final class TraceWorkloads implements WorkloadSource {

  private final WorkloadComposer composer;
  private final Replay replay;
  private final boolean ownCosts;
  private final long seed;

  /**
   * @param split the functions of the trace that may be drawn
   * @param ownCosts whether functions have the durations and memory that the trace knows of them;
   *     otherwise they play those of Table II
   * @param durationCv coefficient of variation of execution times, 0 or more
   * @throws InvalidInputException if the split is too small or the coefficient out of range
   */
  public TraceWorkloads(
      Trace trace, Split split, boolean ownCosts, Spacing spacing, double durationCv, long seed) {
    this.composer = new WorkloadComposer(trace, split, ownCosts);
    this.ownCosts = ownCosts;
    this.replay = new Replay(spacing, durationCv);
    this.seed = seed;
  }

  /** What a workload is made of, the same for every replay of it. */
  public TraceDraw draw(WorkloadShape shape, int repetition) {
    return composer.draw(shape, Seeds.generator(seed, Seeds.key(shape.name()), repetition));
  }

  @Override
  public Workload workload(String workload, int repetition, int replayNumber) {
    WorkloadShape shape = WorkloadShape.named(workload);
    TraceDraw draw = draw(shape, repetition);
    return replay.workload(
        shape.name(),
        ownCosts ? profiles(draw) : BenchmarkFunctions.all(),
        draw.counts(),
        Seeds.generator(seed, Seeds.key(shape.name()), repetition, replayNumber));
  }

  /** Functions that play themselves, named by their place in the order of run times. */
  private static List<FunctionProfile> profiles(TraceDraw draw) {
    return IntStream.range(0, draw.functions().size())
        .mapToObj(f -> TraceCosts.profile(draw.functions().get(f), "f" + (f + 1)))
        .toList();
  }
}
