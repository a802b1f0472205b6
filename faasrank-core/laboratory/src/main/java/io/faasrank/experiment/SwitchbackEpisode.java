package io.faasrank.experiment;

import io.faasrank.canary.Arm;
import io.faasrank.canary.Blocks;
import io.faasrank.canary.PairTally;
import io.faasrank.canary.Slowdown;
import io.faasrank.canary.Tally;
import io.faasrank.policy.Policy;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.Ending;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;

/**
 * One long episode in which two policies take turns by blocks, as in a trial on a live cluster:
 * what a block leaves behind in queues and containers is there in the next one.
 */
public final class SwitchbackEpisode {

  /** OpenWhisk's default time limit of an action, which failures of others are charged. */
  private static final double DEFAULT_LIMIT_SECONDS = 60;

  private final Blocks blocks;
  private final Workload workload;
  private final EpisodeResult result;

  private SwitchbackEpisode(Blocks blocks, Workload workload, EpisodeResult result) {
    this.blocks = blocks;
    this.workload = workload;
    this.result = result;
  }

  /**
   * Runs it.
   *
   * @param blocks of a trial that begins at 0
   * @param control policy of its own
   * @param candidate policy of its own
   */
  public static SwitchbackEpisode run(
      Simulator simulator,
      Workload workload,
      Blocks blocks,
      Policy control,
      Policy candidate,
      long seed) {
    Turns turns = new Turns(workload.arrivals(), blocks, control, candidate);
    Policy switched =
        new Policy(
            "switchback",
            (view, action, decision) -> turns.next().scorer().score(view, action, decision),
            (decision, random) -> turns.present.selector().select(decision, random));
    return new SwitchbackEpisode(blocks, workload, simulator.run(workload, switched, seed));
  }

  /** All pairs that ended before the last arrival. */
  public List<PairTally> pairs() {
    return pairs(1);
  }

  /**
   * The pairs as if the candidate had been slower or faster by a factor.
   *
   * @param factor of all its slowdowns
   */
  public List<PairTally> pairs(double factor) {
    List<Arrival> arrivals = workload.arrivals();
    long first = blocks.firstPair();
    long end = Blocks.pair(blocks.block(millis(arrivals.get(arrivals.size() - 1).seconds())));
    int count = (int) Math.max(0, end - first);
    Counted[][] counted = new Counted[count][2];
    for (Counted[] pair : counted) {
      pair[0] = new Counted();
      pair[1] = new Counted();
    }
    for (Completion completion : result.completions()) {
      long millis = millis(completion.arrivalSeconds());
      long block = blocks.block(millis);
      long pair = Blocks.pair(block) - first;
      if (pair >= 0 && pair < count && blocks.counts(millis)) {
        Arm arm = blocks.arm(block);
        counted[(int) pair][arm.ordinal()].add(
            completion, slowdown(completion) * (arm == Arm.CANDIDATE ? factor : 1));
      }
    }
    List<PairTally> pairs = new ArrayList<>();
    for (Counted[] pair : counted) {
      pairs.add(
          new PairTally(
              pair[Arm.CONTROL.ordinal()].tally(), pair[Arm.CANDIDATE.ordinal()].tally()));
    }
    return pairs;
  }

  private double slowdown(Completion completion) {
    FunctionProfile function = workload.functions().get(completion.function());
    double took = 1000 * completion.completionTime();
    double typical = 1000 * function.warmSeconds();
    if (completion.ending() == Ending.COMPLETED) {
      return Slowdown.of(took, typical);
    }
    double limit = function.timeLimitSeconds();
    return Slowdown.ofFailure(
        took, typical, 1000 * (Double.isNaN(limit) ? DEFAULT_LIMIT_SECONDS : limit));
  }

  private static long millis(double seconds) {
    return Math.round(1000 * seconds);
  }

  /** Whose turn it is at each arrival; decisions come in the order of arrivals. */
  private static final class Turns {

    private final List<Arrival> arrivals;
    private final Blocks blocks;
    private final Policy control;
    private final Policy candidate;
    private int arrival;
    private Policy present;

    Turns(List<Arrival> arrivals, Blocks blocks, Policy control, Policy candidate) {
      this.arrivals = arrivals;
      this.blocks = blocks;
      this.control = control;
      this.candidate = candidate;
      this.present = control;
    }

    Policy next() {
      long block = blocks.block(millis(arrivals.get(arrival++).seconds()));
      present = blocks.arm(block) == Arm.CANDIDATE ? candidate : control;
      return present;
    }
  }

  private static final class Counted {

    private long count;
    private double sum;
    private long errors;
    private long timeouts;
    private final long[] buckets = Tally.newBuckets();

    void add(Completion completion, double slowdown) {
      count++;
      sum += slowdown;
      errors += completion.ending() == Ending.FAILED ? 1 : 0;
      timeouts += completion.ending() == Ending.TIMED_OUT ? 1 : 0;
      buckets[Tally.bucket(slowdown)]++;
    }

    Tally tally() {
      return Tally.of(count, sum, errors, timeouts, buckets);
    }
  }
}
