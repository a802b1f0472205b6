package io.faasrank.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Guards against tasks that depend on what was asked before, or lack a part of what is promised.
 */
class GeneralTasksTest {

  private static final SimulationSettings PAPER = SimulationSettings.defaults();
  private static final List<InvokerSettings> CLUSTER = InvokerSettings.paperCluster(10);

  @Test
  void theSameSeedGivesTheSameTasksInAnyOrder() {
    List<Task> late = tasks(1).tasks(40);
    GeneralTasks again = tasks(1);
    assertThat(again.tasks(3)).isNotEqualTo(late);
    assertThat(workloads(again.tasks(40))).isEqualTo(workloads(late));
    assertThat(workloads(tasks(2).tasks(40))).isNotEqualTo(workloads(late));
  }

  @Test
  void aQuarterIsThePapersAndTheOthersBeginInThreeWays() {
    List<String> names = new ArrayList<>();
    int warm = 0;
    for (int update = 0; update < 30; update++) {
      List<Task> tasks = tasks(1).tasks(update);
      assertThat(tasks).hasSize(8);
      assertThat(tasks.get(0).name()).isEqualTo("short");
      assertThat(tasks.get(1).name()).isEqualTo("long");
      for (Task task : tasks.subList(2, 8)) {
        int counted = task.actions() - task.uncounted();
        assertThat(counted).isBetween(200, 1_300);
        assertThat(task.uncounted()).isIn(0, task.actions() - counted);
        assertThat(task.uncounted() == 0 || task.uncounted() >= 1_000).isTrue();
        warm += task.uncounted() > 0 ? 1 : 0;
        names.add(task.name());
      }
    }
    assertThat(warm).isBetween(180 / 3 - 25, 180 / 3 + 25);
    assertThat(names).contains("table2", "short", "mixed", "long", "many", "random");
  }

  @Test
  void randomSitesHoldTheLargestFunction() {
    int most = 0;
    for (int i = 0; i < 200; i++) {
      Site site = Site.random(PAPER, Seeds.generator(7, i));
      most = Math.max(most, site.cluster().size());
      assertThat(site.cluster()).hasSizeBetween(2, 100);
      assertThat(site.cluster()).allMatch(i2 -> i2.memoryMb() >= 1_024 && i2.memoryMb() <= 262_144);
      assertThat(site.cluster()).allMatch(i2 -> i2.cores() >= 2 && i2.cores() <= 64);
      FunctionProfile function = new FunctionProfile("F", 1_024, 1, 0.5, 0.1);
      assertThat(site.settings().coresDemanded(function)).isBetween(2.0, 12.4);
    }
    assertThat(most).isGreaterThan(50);
  }

  private static GeneralTasks tasks(long seed) {
    TaskSource paper =
        new TurningTasks(
            List.of(new Simulator(PAPER, CLUSTER)),
            SmallTraining.WORKLOADS,
            SmallTraining.source(1),
            false);
    return new GeneralTasks(paper, List.of(new Site(PAPER, CLUSTER)), List.of(PAPER), 8, seed);
  }

  private static List<List<Arrival>> workloads(List<Task> tasks) {
    return tasks.stream().map(task -> task.workload().arrivals()).toList();
  }
}
