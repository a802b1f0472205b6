package io.faasrank.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.policy.CandidateLimit;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.workload.MergedDraws;
import org.junit.jupiter.api.Test;

/**
 * Guards against a limit of candidates that does nothing, or that weakens the baselines; and
 * against draws that do not meet on the cluster, or whose own actions a report cannot name.
 */
final class SimulatedExperimentsTest {

  @Test
  void limitsTheCandidatesOfLearnedPoliciesAlone() {
    for (String policy : new String[] {"hashing", "least-connections"}) {
      assertThat(meanSeconds(policy, 1)).isEqualTo(meanSeconds(policy, 0));
    }
    assertThat(meanSeconds("faasrank", 1)).isNotEqualTo(meanSeconds("faasrank", 0));
    assertThat(meanSeconds("faasrank", 10)).isEqualTo(meanSeconds("faasrank", 0));
  }

  @Test
  void drawsAtOnceShareTheClusterAndPerhapsTheActions() {
    EpisodeResult one = run("hashing", 0, MergedDraws.ONE);
    EpisodeResult shared = run("hashing", 0, new MergedDraws(2, false));
    EpisodeResult own = run("hashing", 0, new MergedDraws(2, true));
    assertThat(shared.completions()).hasSize(2 * one.completions().size());
    assertThat(shared.meanCompletionTime()).isGreaterThan(1.5 * one.meanCompletionTime());
    assertThat(own.completions()).hasSameSizeAs(shared.completions());
    assertThat(own.completions()).extracting(Completion::function).contains(0, 9);
    assertThat(own.completions()).allMatch(c -> c.function() < 10);
    assertThat(own.meanCompletionTime()).isNotEqualTo(shared.meanCompletionTime());
  }

  private static double meanSeconds(String policy, int candidates) {
    return run(policy, candidates, MergedDraws.ONE).meanCompletionTime();
  }

  private static EpisodeResult run(String policy, int candidates, MergedDraws draws) {
    ExperimentSettings settings =
        new ExperimentSettings(
            "least-connections,faasrank",
            "M1",
            null,
            null,
            null,
            FunctionSettings.TABLE2,
            "10",
            "extended",
            CandidateLimit.of(candidates),
            1,
            draws);
    return new SimulatedExperiments(warning -> {}).open(settings).runner().run(policy, "M1", 0, 0);
  }
}
