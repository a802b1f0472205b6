package io.faasrank.training;

import io.faasrank.model.Model;
import io.faasrank.policy.Scorer;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.WorkloadSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores a model on tasks kept apart from training: mean completion time under its best-scored
 * choices relative to that of the best rule, for each of several kinds of tasks. What is chosen by
 * it must be reported on yet other tasks.
 */
public final class Validation {

  /** Draws of each workload. Unmeasured: enough to rank checkpoints several points apart. */
  private static final int REPETITIONS = 5;

  private final List<TaskKind> kinds;
  private final List<String> rules;
  private final Criterion criterion;

  /** Sums of the best rules, once they have run. */
  private double @Nullable [] best;

  /** Draws of one kind of task; draw r is run with seed r. */
  public record TaskKind(List<Task> draws) {

    public TaskKind {
      draws = List.copyOf(draws);
    }
  }

  /** What one number the percentages of the kinds become; the least is the best. */
  public enum Criterion {
    /** The mean. */
    MEAN {
      @Override
      double of(double[] percents) {
        double mean = 0;
        for (double percent : percents) {
          mean += percent / percents.length;
        }
        return mean;
      }
    },
    /**
     * The geometric mean, plus twice what kinds have above 100 in the mean, so that a kind lost is
     * not made up for by two that win more.
     */
    GEOMETRIC_AND_EXCESS {
      @Override
      double of(double[] percents) {
        double logs = 0;
        double excess = 0;
        for (double percent : percents) {
          logs += Math.log(percent) / percents.length;
          excess += Math.max(0, percent - 100) / percents.length;
        }
        return Math.exp(logs) + EXCESS * excess;
      }
    };

    private static final double EXCESS = 2;

    abstract double of(double[] percents);
  }

  /**
   * @param rules names of the policies of which the best is 100 in each kind
   */
  public Validation(List<TaskKind> kinds, List<String> rules, Criterion criterion) {
    this.kinds = List.copyOf(kinds);
    this.rules = List.copyOf(rules);
    this.criterion = criterion;
  }

  /** Workloads on clusters relative to hashing, the mean of all. */
  public static Validation againstHashing(
      Collection<Simulator> clusters, List<String> workloads, WorkloadSource source) {
    List<TaskKind> kinds = new ArrayList<>();
    for (Simulator cluster : clusters) {
      for (String name : workloads) {
        List<Task> draws = new ArrayList<>();
        for (int r = 0; r < REPETITIONS; r++) {
          draws.add(new Task(name, cluster, source.workload(name, r, 0)));
        }
        kinds.add(new TaskKind(draws));
      }
    }
    return new Validation(kinds, List.of("hashing"), Criterion.MEAN);
  }

  /** Names of the rules of which the best is 100. */
  List<String> rules() {
    return rules;
  }

  /** Runs the rules, unless they have been run, and is then ready for models. */
  synchronized Judge with(Rollouts rollouts) {
    List<Rollouts.Rollout> episodes = new ArrayList<>();
    for (TaskKind kind : kinds) {
      for (int r = 0; r < kind.draws().size(); r++) {
        episodes.add(new Rollouts.Rollout(kind.draws().get(r), r));
      }
    }
    double[] reference = best == null ? best(rollouts, episodes) : best;
    best = reference;
    return model -> {
      double[] percents = sums(rollouts.meanCompletionTimes(model, episodes));
      for (int k = 0; k < percents.length; k++) {
        percents[k] = 100 * percents[k] / reference[k];
      }
      return criterion.of(percents);
    };
  }

  private double[] best(Rollouts rollouts, List<Rollouts.Rollout> episodes) {
    double[] least = new double[kinds.size()];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (String rule : rules) {
      double[] sums = sums(rollouts.meanCompletionTimes(rule, Validation::noModel, episodes));
      for (int k = 0; k < least.length; k++) {
        least[k] = Math.min(least[k], sums[k]);
      }
    }
    return least;
  }

  /** Judges models. */
  interface Judge {

    /** Percent of the best rule by the criterion; the least is the best. */
    double percent(Model model);
  }

  /** The sum of each kind's draws. */
  private double[] sums(List<Double> seconds) {
    double[] sums = new double[kinds.size()];
    int at = 0;
    for (int c = 0; c < sums.length; c++) {
      for (int r = 0; r < kinds.get(c).draws().size(); r++) {
        sums[c] += seconds.get(at++);
      }
    }
    return sums;
  }

  private static Scorer noModel() {
    throw new IllegalStateException("rules need no model");
  }
}
