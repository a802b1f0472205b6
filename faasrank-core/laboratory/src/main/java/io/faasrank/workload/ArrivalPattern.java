package io.faasrank.workload;

import java.util.random.RandomGenerator;

/**
 * How one function of {@link GeneratedWorkloads} is invoked over time; each imitates a kind of
 * function found in the Azure 2019 trace.
 */
enum ArrivalPattern {
  /** Cron-like: at equal intervals from a random phase; more than once a second, as evenly. */
  TIMER {
    @Override
    int[] spread(int calls, int seconds, RandomGenerator random) {
      int[] counts = new int[seconds];
      int firings = Math.min(calls, seconds);
      int phase = random.nextInt(seconds);
      for (int i = 0; i < calls; i++) {
        counts[(i % firings * seconds + phase) / firings]++;
      }
      return counts;
    }
  },
  /** Independent users: a Poisson process of constant rate, given its number of invocations. */
  STEADY {
    @Override
    int[] spread(int calls, int seconds, RandomGenerator random) {
      int[] counts = new int[seconds];
      for (int i = 0; i < calls; i++) {
        counts[random.nextInt(seconds)]++;
      }
      return counts;
    }
  },
  /** On and off, as queues and orchestrations: one to six bursts of one to three seconds each. */
  BURSTY {
    @Override
    int[] spread(int calls, int seconds, RandomGenerator random) {
      int[] counts = new int[seconds];
      int bursts = 1 + random.nextInt(MOST_BURSTS);
      int length = Math.min(seconds, 1 + random.nextInt(LONGEST_BURST));
      int[] starts = random.ints(bursts, 0, seconds - length + 1).toArray();
      for (int i = 0; i < calls; i++) {
        counts[starts[random.nextInt(bursts)] + random.nextInt(length)]++;
      }
      return counts;
    }
  };

  /** Fitted, with {@link #LONGEST_BURST}, to the trace's burstiness: see GeneratedWorkloads. */
  private static final int MOST_BURSTS = 6;

  private static final int LONGEST_BURST = 3;

  /** Spreads so many invocations over so many seconds; the counts sum up to {@code calls}. */
  abstract int[] spread(int calls, int seconds, RandomGenerator random);
}
