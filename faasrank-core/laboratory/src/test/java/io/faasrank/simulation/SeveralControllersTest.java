package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.Action;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.GeneratedWorkloads;
import io.faasrank.workload.Spacing;
import io.faasrank.workload.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards against controllers that know of one another too early, too late, twice or never. Two
 * controllers share two invokers; activations of even number are the first one's.
 */
class SeveralControllersTest {

  private static final FunctionProfile A = new FunctionProfile("A", 512, 3, 1, 2);

  private final SimulatedCluster cluster = cluster(false);

  private static SimulatedCluster cluster(boolean shares) {
    return new SimulatedCluster(
        SimulationSettings.defaults(),
        InvokerSettings.paperCluster(2),
        new Workload("none", List.of(A), List.of()),
        1,
        2,
        shares);
  }

  @Test
  void aDispatchIsKnownToItsControllerAtOnceAndToTheOtherAfterTheExchange() {
    dispatch(cluster, 0, 10, 0);
    assertSeen(2, 10, 1);
    assertSeen(1, 10, 0);
    assertSeen(1, 10.01, 0);
    // neither later than by announcement nor twice when the report shows it as well
    assertSeen(1, 10.04, 1);
    assertSeen(2, 10.08, 1);
    dispatch(cluster, 1, 10.2, 0);
    assertSeen(1, 10.2, 2);
    assertSeen(0, 10.36, 2);
  }

  @Test
  void whatHasEndedIsForgottenByBoth() {
    dispatch(cluster, 0, 10, 0);
    dispatch(cluster, 1, 10, 0);
    int[] on = new int[1];
    int ended = 0;
    while (ended < 2) {
      ended += cluster.step(on) == null ? 0 : 1;
    }
    double later = cluster.now() + 1;
    assertSeen(0, later, 0);
    assertSeen(1, later, 0);
  }

  @Test
  void anInvokerIsFullForBothWhenItIs() {
    for (int i = 0; i < 4; i++) {
      dispatch(cluster, i % 2, 10, 0);
    }
    Action action = present(cluster, 0, 10.2);
    assertThat(cluster.freeMemoryMb(0)).isZero();
    assertThat(cluster.fits(0, action)).isFalse();
    assertThat(cluster.fits(1, action)).isTrue();
  }

  @Test
  void openWhisksOwnRuleKeepsToItsShare() {
    SimulatedCluster shared = cluster(true);
    dispatch(shared, 0, 10, 0);
    dispatch(shared, 0, 10, 0);
    assertThat(shared.fits(0, present(shared, 0, 10.2))).isFalse();
    assertThat(shared.fits(0, present(shared, 1, 10.2))).isTrue();
  }

  /** Within 3 % over forty draws; three draws scatter by more. */
  @ParameterizedTest
  @CsvSource({"2, 1.06", "3, 1.06"})
  void placeAlmostAsWellAsOne(int controllers, double most) {
    Policy policy =
        Policies.create("faasrank", () -> new NetworkScorer(ShippedModel.open("extended")));
    Simulator one = new Simulator(SimulationSettings.defaults(), InvokerSettings.paperCluster(10));
    Simulator several = one.withControllers(controllers);
    GeneratedWorkloads workloads = new GeneratedWorkloads(Spacing.UNIFORM, 0.1, 1);
    double alone = 0;
    double together = 0;
    for (int m = 1; m <= 10; m++) {
      for (int repetition = 0; repetition < 3; repetition++) {
        Workload workload = workloads.workload("M" + m, repetition, 0);
        alone += one.run(workload, policy, repetition).meanCompletionTime();
        together += several.run(workload, policy, repetition).meanCompletionTime();
      }
    }
    assertThat(together / alone).isBetween(0.9, most);
  }

  private static void dispatch(SimulatedCluster on, int id, double seconds, int invoker) {
    SimulatedActivation activation = new SimulatedActivation(id, 0, seconds, 3);
    Action unused = on.present(activation);
    on.dispatch(activation, invoker);
  }

  private static Action present(SimulatedCluster to, int controller, double seconds) {
    return to.present(new SimulatedActivation(controller, 0, seconds, 3));
  }

  private void assertSeen(int by, double seconds, int inflight) {
    Action action = present(cluster, by, seconds);
    assertThat(cluster.inflight(0)).isEqualTo(inflight);
    assertThat(cluster.inflight(0, action)).isEqualTo(inflight);
    assertThat(cluster.freeMemoryMb(0)).isEqualTo(2048 - 512 * inflight);
    assertThat(cluster.workMbSeconds(0)).isEqualTo(512 * inflight);
    assertThat(cluster.sums(action).inflight()).isEqualTo(inflight);
  }
}
