package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.simulation.LiveCluster.Submitted;
import io.faasrank.workload.GeneratedWorkloads;
import io.faasrank.workload.Spacing;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Guards against controllers that share invokers and place worse than one: the classes that serve,
 * two of each, over simulated invokers and an exchange that takes its time. Where they tell one
 * another nothing, these workloads take a third longer.
 */
final class LiveControllersTest {

  private static final int INVOKERS = 10;
  private static final int REPETITIONS = 2;
  private static final List<String> WORKLOADS = List.of("M9", "M10");

  private final SimulationSettings settings = SimulationSettings.defaults();
  private final GeneratedWorkloads workloads = new GeneratedWorkloads(Spacing.UNIFORM, 0.1, 1);

  @Test
  void twoPlaceAlmostAsWellAsOne() {
    double one = 0;
    double two = 0;
    for (String name : WORKLOADS) {
      for (int repetition = 0; repetition < REPETITIONS; repetition++) {
        one += meanSeconds(name, repetition, 1);
        two += meanSeconds(name, repetition, 2);
      }
    }
    assertThat(two / one).isBetween(0.9, 1.1);
  }

  private double meanSeconds(String name, int repetition, int count) {
    Workload workload = workloads.workload(name, repetition, 0);
    LiveCluster cluster =
        new LiveCluster(
            settings,
            Collections.nCopies(INVOKERS, new InvokerSettings(8, 2048)),
            workload.functions(),
            new LiveCluster.Ways(0.01, 0.002),
            repetition);
    List<LiveController> controllers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      controllers.add(
          new LiveController(cluster, List.of("faasrank", "extended"), count, 180, 100 + i));
    }
    if (count > 1) {
      cluster.exchange(0.025);
    }
    cluster.run(5);
    Submitted submitted = cluster.submit(workload);
    while (!submitted.allEnded()) {
      cluster.run(cluster.now() + 1);
    }
    for (LiveController controller : controllers) {
      assertThat(controller.inflight()).isZero();
      assertThat(Arrays.stream(controller.takenMb()).sum()).isZero();
    }
    return submitted.meanSeconds();
  }
}
