package io.faasrank.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.LateBinding;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.report.EvaluatedPolicy;
import io.faasrank.report.PolicyRole;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guards against a row that binds otherwise than its name says, or that counts as a rule. */
final class ContendersTest {

  private static final List<String> NAMES =
      List.of("hashing", "affinity", "affinity-late", "faasrank", "faasrank-on-arrival", "fpc");

  private final Contenders contenders = new Contenders(NAMES, "general", CandidateLimit.NONE);

  @Test
  void namesSayWhenARowBinds() {
    Regime regime =
        RegimeGrid.of(
                ConfigFactory.load(),
                List.of("short"),
                List.of(1.2),
                List.of("S"),
                List.of("paper"),
                List.of(Regime.Start.COLD))
            .get(0);
    Workload workload = regime.workload(3);
    Simulator onArrival = regime.simulator();
    Simulator late = onArrival.withLateBinding(LateBinding.DEFAULT);
    Policy affinity =
        Policies.create(
            "affinity",
            () -> {
              throw new IllegalStateException("not learned");
            });

    assertThat(run("affinity", onArrival, workload))
        .isEqualTo(onArrival.run(workload, affinity, 3));
    assertThat(run("affinity-late", onArrival, workload))
        .isEqualTo(late.run(workload, affinity, 3))
        .isNotEqualTo(run("affinity", onArrival, workload));
    assertThat(run("faasrank", onArrival, workload).meanCompletionTime())
        .isLessThan(0.8 * run("faasrank-on-arrival", onArrival, workload).meanCompletionTime());
  }

  @Test
  void whatBindsLateIsNoRuleAndTheShippedSystemIsTheFirstLearnedOne() {
    assertThat(contenders.policies().stream().map(EvaluatedPolicy::role))
        .containsExactly(
            PolicyRole.REFERENCE,
            PolicyRole.HEURISTIC,
            PolicyRole.SYSTEM,
            PolicyRole.LEARNED,
            PolicyRole.LEARNED,
            PolicyRole.SYSTEM);
    assertThat(Contenders.select("all"))
        .startsWith("hashing")
        .containsSubsequence("faasrank", "faasrank-on-arrival")
        .containsAll(Policies.names())
        .containsAll(NAMES);
  }

  @Test
  void selectsEachNameOnceOpenWhisksOwnFirst() {
    assertThat(Contenders.select("greedy, random,hashing,greedy"))
        .containsExactly("hashing", "greedy", "random");
    assertThat(Contenders.select("all").subList(0, Policies.names().size()))
        .isEqualTo(Policies.names());
    assertThatThrownBy(() -> Contenders.select("greedy,")).hasMessageContaining("policy ''");
  }

  @Test
  void anyRuleMayWaitButOpenWhisksOwn() {
    assertThat(Contenders.select("Greedy-Late, FPC,faasrank-on-arrival, fpc"))
        .containsExactly("hashing", "greedy-late", "fpc", "faasrank-on-arrival");
    for (String name : List.of("hashing-late", "faasrank-late", "greedy-on-arrival", "slow-late")) {
      assertThatThrownBy(() -> Contenders.select(name)).hasMessageContaining("unknown policy");
    }
  }

  private EpisodeResult run(String name, Simulator simulator, Workload workload) {
    return contenders.run(name, simulator, workload, 3);
  }
}
