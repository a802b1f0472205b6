package io.faasrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Guards against a limit of candidates that does nothing, or that weakens the baselines. */
final class SimulatedExperimentsTest {

  @Test
  void limitsTheCandidatesOfLearnedPoliciesAlone() {
    for (String policy : new String[] {"hashing", "least-connections"}) {
      assertThat(meanSeconds(policy, 1)).isEqualTo(meanSeconds(policy, 0));
    }
    assertThat(meanSeconds("faasrank", 1)).isNotEqualTo(meanSeconds("faasrank", 0));
    assertThat(meanSeconds("faasrank", 10)).isEqualTo(meanSeconds("faasrank", 0));
  }

  private static double meanSeconds(String policy, int candidates) {
    ExperimentSettings settings =
        new ExperimentSettings(
            "least-connections,faasrank", "M1", null, null, null, "10", "extended", candidates, 1);
    return new SimulatedExperiments()
        .open(settings)
        .runner()
        .run(policy, "M1", 0, 0)
        .meanCompletionTime();
  }
}
