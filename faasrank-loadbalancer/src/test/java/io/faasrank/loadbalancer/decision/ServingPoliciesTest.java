package io.faasrank.loadbalancer.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.model.ModelStore;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.ScoringEngine;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Guards against a limit of candidates that is lost, or that weakens policies without a model. */
final class ServingPoliciesTest {

  private final ModelStore models =
      ModelStore.open("extended", ScoringEngine.named("java"), served -> {});

  @Test
  void limitsTheCandidatesOfLearnedPoliciesAlone() {
    Serving learned = serving("faasrank");
    assertThat(learned.managed().limit()).hasToString("3");
    assertThat(learned.blackbox().limit()).hasToString("3");
    Serving hermod = serving("hermod");
    assertThat(hermod.managed().limit()).isSameAs(CandidateLimit.NONE);
    assertThat(hermod.blackbox().limit()).isSameAs(CandidateLimit.NONE);
  }

  private Serving serving(String policy) {
    return Objects.requireNonNull(
        new ServingPolicies(policy, CandidateLimit.of(3), models::served).get());
  }
}
