package io.faasrank.workload;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Workloads for machines without any trace: synthetic arrivals with exactly the calls of Table III,
 * the last of them in the last second of its length. They imitate what {@link TraceWorkloads} draws
 * from the Azure 2019 trace in two respects: a few functions have most of the invocations (weights
 * are lognormal), and functions differ in kind ({@link ArrivalPattern}). They know nothing of
 * triggers' times of day, of functions that call one another, or of drifting rates.
 *
 * <p>Measured over M1 to M10, 200 repetitions each, beside workloads composed from a 250-function
 * sample of that trace (all functions): the invocations per second have an index of dispersion of
 * 2.9 in the mean and 0.9 in the median (trace: 3.3 and 1.1), and the most invoked function has 42
 * % of them (trace: 43 %). The constants below were fitted to that by hand.
 */
public final class GeneratedWorkloads implements WorkloadSource {

  /** Deviation of the log of a function's weight; fitted to the trace's largest share. */
  private static final double WEIGHT_SIGMA = 1.5;

  /** Share of functions that are timers, and of those that are bursty; the others are steady. */
  private static final double TIMERS = 0.5;

  private static final double BURSTY = 0.15;

  private final Replay replay;
  private final long seed;

  /**
   * @param durationCv coefficient of variation of execution times, 0 or more
   * @throws InvalidInputException if the coefficient is out of range
   */
  public GeneratedWorkloads(Spacing spacing, double durationCv, long seed) {
    this.replay = new Replay(spacing, durationCv);
    this.seed = seed;
  }

  /** Invocations per second of a workload, the same for every replay of it. */
  public InvocationCounts counts(WorkloadShape shape, int repetition) {
    RandomGenerator random = Seeds.generator(seed, Seeds.key(shape.name()), repetition);
    int seconds = shape.lengthSeconds();
    int[] calls = calls(shape.calls(), random);
    int[][] counts = new int[calls.length][];
    for (int f = 0; f < calls.length; f++) {
      counts[f] = pattern(random).spread(calls[f], seconds, random);
    }
    reachLastSecond(counts, calls);
    return new InvocationCounts(counts);
  }

  @Override
  public Workload workload(String workload, int repetition, int replayNumber) {
    WorkloadShape shape = WorkloadShape.named(workload);
    return replay.workload(
        shape.name(),
        BenchmarkFunctions.all(),
        counts(shape, repetition),
        Seeds.generator(seed, Seeds.key(shape.name()), repetition, replayNumber));
  }

  /** Invocations of each function: one each, the others by weight (largest remainders). */
  private static int[] calls(int total, RandomGenerator random) {
    int functions = BenchmarkFunctions.all().size();
    double[] weights = new double[functions];
    Arrays.setAll(weights, f -> Math.exp(WEIGHT_SIGMA * random.nextGaussian()));
    double sum = Arrays.stream(weights).sum();
    int[] calls = new int[functions];
    int left = total - functions;
    double[] remainders = new double[functions];
    for (int f = 0; f < functions; f++) {
      double share = weights[f] / sum * (total - functions);
      calls[f] = 1 + (int) share;
      remainders[f] = share - (int) share;
      left -= (int) share;
    }
    int[] byRemainder =
        IntStream.range(0, functions)
            .boxed()
            .sorted((a, b) -> Double.compare(remainders[b], remainders[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int i = 0; i < left; i++) {
      calls[byRemainder[i]]++;
    }
    return calls;
  }

  private static ArrivalPattern pattern(RandomGenerator random) {
    double u = random.nextDouble();
    if (u < TIMERS) {
      return ArrivalPattern.TIMER;
    }
    return u < TIMERS + BURSTY ? ArrivalPattern.BURSTY : ArrivalPattern.STEADY;
  }

  /** Moves the largest function's last invocation to the last second if nothing arrives there. */
  private static void reachLastSecond(int[][] counts, int[] calls) {
    int last = counts[0].length - 1;
    if (Arrays.stream(counts).anyMatch(function -> function[last] > 0)) {
      return;
    }
    int largest = 0;
    for (int f = 1; f < calls.length; f++) {
      largest = calls[f] > calls[largest] ? f : largest;
    }
    int second = last;
    while (counts[largest][second] == 0) {
      second--;
    }
    counts[largest][second]--;
    counts[largest][last]++;
  }
}
