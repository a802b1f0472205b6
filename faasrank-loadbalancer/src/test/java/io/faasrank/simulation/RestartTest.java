package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.simulation.LiveCluster.Submitted;
import io.faasrank.workload.GeneratedWorkloads;
import io.faasrank.workload.Spacing;
import io.faasrank.workload.Workload;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards against herding after a crash: all invokers die with 60 activations in flight and are back
 * after 86 s, empty, while OpenWhisk keeps the memory of the dead activations taken for three
 * minutes. A controller that believes in them sees some invokers full that are empty, and sends up
 * to 64 of the next 209 activations to one and 4 to another.
 */
final class RestartTest {

  private static final int INVOKERS = 10;
  private static final double DOWN_SECONDS = 86;
  private static final int LOST = 60;

  private final SimulationSettings settings = SimulationSettings.defaults();
  private final GeneratedWorkloads workloads = new GeneratedWorkloads(Spacing.UNIFORM, 0.1, 1);

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void restartedInvokersGetTheirShare(int repetition) {
    Workload before = workloads.workload("M1", repetition, 0);
    LiveCluster cluster =
        new LiveCluster(
            settings,
            Collections.nCopies(INVOKERS, new InvokerSettings(8, 2048)),
            before.functions(),
            new LiveCluster.Ways(0.01, 0.002),
            repetition);
    LiveController controller =
        new LiveController(cluster, List.of("faasrank", "extended"), 1, 180, 100);
    cluster.run(5);
    Submitted lost = cluster.submit(before);
    while (controller.inflight() < LOST) {
      cluster.run(cluster.now() + 0.1);
    }
    lost.cancel();
    for (int i = 0; i < INVOKERS; i++) {
      cluster.kill(i);
    }
    cluster.run(cluster.now() + DOWN_SECONDS);
    for (int i = 0; i < INVOKERS; i++) {
      cluster.revive(i);
    }
    cluster.run(cluster.now() + 3);
    assertThat(controller.inflight()).isEqualTo(LOST);
    controller.forgetPlaced();

    Submitted next = cluster.submit(workloads.workload("M1", 100 + repetition, 0));
    while (!next.allEnded()) {
      cluster.run(cluster.now() + 1);
    }
    int[] placed = controller.placed();
    assertThat(Arrays.stream(placed).sum()).isEqualTo(209);
    assertThat(Arrays.stream(placed).boxed())
        .allSatisfy(each -> assertThat(each).isBetween(10, 45));
    cluster.run(cluster.now() + 180);
    assertThat(controller.inflight()).isZero();
    assertThat(controller.takenMb()).containsOnly(0);
    for (int i = 0; i < INVOKERS; i++) {
      assertThat(controller.book.goneMb(i)).isZero();
    }
  }
}
