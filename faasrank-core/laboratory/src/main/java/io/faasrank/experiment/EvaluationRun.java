package io.faasrank.experiment;

import io.faasrank.report.CellSummary;
import io.faasrank.report.EvaluatedPolicy;
import io.faasrank.report.Evaluation;
import io.faasrank.report.PolicyRole;
import io.faasrank.report.Provenance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Runs every policy on every workload and repetition, several episodes at a time, and puts the
 * results in order, whatever the order in which they end. Episodes are reduced to figures where
 * they run, so that their activations need not be kept.
 *
 * <p>If wanted, the reference is run a second time with other random numbers: the A/A row, which
 * shows how large a difference chance alone makes. Episodes of the same arrivals begin one after
 * the other, in every other repetition in reverse order, so that what changes over time meets all
 * policies alike.
 */
public final class EvaluationRun {

  private final Experiment experiment;
  private final int repetitions;
  private final List<EvaluatedPolicy> policies;

  /**
   * @param noiseFloor whether the reference is run a second time
   */
  public EvaluationRun(Experiment experiment, int repetitions, boolean noiseFloor) {
    this.experiment = experiment;
    this.repetitions = repetitions;
    policies = new ArrayList<>(experiment.policies());
    if (noiseFloor) {
      EvaluatedPolicy reference = experiment.policies().get(0);
      policies.add(1, new EvaluatedPolicy(reference.name() + " (A/A)", PolicyRole.REPLAY));
    }
  }

  /** Number of episodes to run. */
  public int episodes() {
    return policies.size() * experiment.workloads().size() * repetitions;
  }

  /**
   * Runs all episodes.
   *
   * @param threads how many at a time
   * @param done called after each, from any thread
   * @throws RuntimeException the first that an episode threw; the other episodes are then
   *     interrupted
   */
  public Evaluation run(Provenance provenance, int threads, Runnable done) {
    int workloads = experiment.workloads().size();
    List<Callable<CellSummary>> tasks = new ArrayList<>();
    for (int w = 0; w < workloads; w++) {
      for (int r = 0; r < repetitions; r++) {
        for (int p = 0; p < policies.size(); p++) {
          int policy = r % 2 == 0 ? p : policies.size() - 1 - p;
          int workload = w;
          int repetition = r;
          tasks.add(() -> cell(policy, workload, repetition, done));
        }
      }
    }
    List<CellSummary> summaries = new ArrayList<>(InOrder.run(threads, tasks));
    summaries.sort(
        Comparator.comparingInt(CellSummary::policy)
            .thenComparingInt(CellSummary::workload)
            .thenComparingInt(CellSummary::repetition));
    return new Evaluation(
        provenance,
        policies,
        experiment.workloads(),
        experiment.functions(),
        repetitions,
        summaries);
  }

  private CellSummary cell(int policy, int workload, int repetition, Runnable done) {
    boolean replay = policies.get(policy).role() == PolicyRole.REPLAY;
    CellSummary summary =
        CellSummary.of(
            policy,
            workload,
            repetition,
            experiment.functions().size(),
            experiment
                .runner()
                .run(
                    policies.get(replay ? 0 : policy).name(),
                    experiment.workloads().get(workload),
                    repetition,
                    replay ? 1 : 0));
    done.run();
    return summary;
  }
}
