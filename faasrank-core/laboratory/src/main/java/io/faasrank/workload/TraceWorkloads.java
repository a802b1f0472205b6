package io.faasrank.workload;

/** Workloads composed from a trace by {@link WorkloadComposer}. */
public final class TraceWorkloads implements WorkloadSource {

  private final WorkloadComposer composer;
  private final Replay replay;
  private final long seed;

  /**
   * @param split the functions of the trace that may be drawn
   * @param durationCv coefficient of variation of execution times, 0 or more
   * @throws InvalidInputException if the split is too small or the coefficient out of range
   */
  public TraceWorkloads(
      AzureTrace trace, Split split, Spacing spacing, double durationCv, long seed) {
    this.composer = new WorkloadComposer(trace, split);
    this.replay = new Replay(spacing, durationCv);
    this.seed = seed;
  }

  /** What a workload is made of, the same for every replay of it. */
  public TraceDraw draw(WorkloadShape shape, int repetition) {
    return composer.draw(shape, Seeds.generator(seed, Seeds.key(shape.name()), repetition));
  }

  @Override
  public Workload workload(WorkloadShape shape, int repetition, int replayNumber) {
    return replay.workload(
        shape.name(),
        draw(shape, repetition).counts(),
        Seeds.generator(seed, Seeds.key(shape.name()), repetition, replayNumber));
  }
}
