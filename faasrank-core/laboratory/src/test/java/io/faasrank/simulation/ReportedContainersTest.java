package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.Action;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guards against reports that show what is not there: containers that expired long ago. */
final class ReportedContainersTest {

  private static final FunctionProfile A = new FunctionProfile("A", 256, 2.0, 1.0, 0.5);
  private static final FunctionProfile B = new FunctionProfile("B", 256, 2.0, 1.0, 0.5);

  @Test
  void anExpiredContainerLeavesTheReports() {
    // Idle since 2; its keep-alive ends at 602 and the report of it follows at 602.05.
    List<Integer> seen = idleWarmOfA(601.9, 602.04, 602.06, 700, 5_000);

    assertThat(seen).containsExactly(1, 1, 0, 0, 0);
  }

  @Test
  void rareArrivalsSeeNoPhantoms() {
    // One arrival in 30 s over 40 invokers and 20 functions: most containers expire unused.
    List<FunctionProfile> functions = new ArrayList<>();
    for (int f = 0; f < 20; f++) {
      functions.add(new FunctionProfile("f" + f, 128, 1.5, 1, 0.25));
    }
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      arrivals.add(new Arrival(30 * i, i * 7 % 20, 1));
    }
    int[] phantoms = {0};
    Scorer checking =
        (view, action, decision) -> {
          for (int i = 0; i < view.size(); i++) {
            SimulatedInvoker invoker = ((SimulatedCluster) view).invoker(i);
            boolean told = view.idleWarm(i, action) > 0;
            phantoms[0] += told && invoker.idleCount(action.id()) == 0 ? 1 : 0;
          }
        };
    Policy policy =
        new Policy("checking", checking, (decision, random) -> random.nextInt(decision.count()));

    EpisodeResult unused =
        new Simulator(SimulationSettings.defaults(), InvokerSettings.paperCluster(40))
            .run(new Workload("rare", functions, arrivals), policy, 3);

    assertThat(phantoms[0]).isZero();
  }

  private static List<Integer> idleWarmOfA(double... at) {
    List<Arrival> arrivals = new ArrayList<>(List.of(new Arrival(0, 0, 1)));
    for (double seconds : at) {
      arrivals.add(new Arrival(seconds, 1, 1));
    }
    Action a = new Action(0, "guest", "guest/A", 256);
    List<Integer> seen = new ArrayList<>();
    Scorer looking = (view, action, decision) -> seen.add(view.idleWarm(0, a));
    // A runs on the first invoker, all of B on the second.
    Policy policy = new Policy("looking", looking, (decision, random) -> seen.size() == 1 ? 0 : 1);
    EpisodeResult unused =
        new Simulator(SimulationSettings.defaults(), InvokerSettings.paperCluster(2))
            .run(new Workload("w", List.of(A, B), arrivals), policy, 1);
    return seen.subList(1, seen.size());
  }
}
