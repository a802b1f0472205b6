package io.faasrank.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.workload.GeneratedWorkloads;
import io.faasrank.workload.Spacing;
import io.faasrank.workload.Workload;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Guards against a recorder that changes the episode, explains another activation, or keeps more
 * than it was told to.
 */
class EpisodeRecorderTest {

  private static final Model MODEL = ShippedModel.open(ShippedModel.DEFAULT);
  private static final Policy LEARNED = Policies.create("faasrank", () -> new NetworkScorer(MODEL));

  private final Simulator simulator =
      new Simulator(
          SimulationSettings.from(ConfigFactory.load()), InvokerSettings.parseCluster("10"));
  private final Workload workload =
      new GeneratedWorkloads(Spacing.UNIFORM, 0.1, 1).workload("M3", 0, 0);

  @Test
  void recordingChangesNothing() {
    EpisodeRecord record = simulator.record(workload, LEARNED, 3, EpisodeRecorder.upTo(20, MODEL));
    assertThat(record.completions()).isEqualTo(simulator.run(workload, LEARNED, 3).completions());
    assertThat(record.decisions()).hasSizeBetween(10, 20).containsKey(0);
    record
        .decisions()
        .forEach(
            (id, decision) -> {
              assertThat(decision.explanation().chosen().position())
                  .isEqualTo(record.completions().get(id).invoker());
              assertThat(decision.against())
                  .hasSize(decision.explanation().ranking().size() - 1)
                  .doesNotContainKey(decision.explanation().chosen().position());
            });
  }

  @Test
  void oneDecisionIsTheOneAskedFor() {
    EpisodeRecord record = simulator.record(workload, LEARNED, 3, EpisodeRecorder.of(17, MODEL));
    assertThat(record.decisions()).containsOnlyKeys(17);
  }

  @Test
  void containersAreWhereActivationsRan() {
    EpisodeRecord record =
        simulator.record(
            workload,
            Policies.create("hashing", () -> new NetworkScorer(MODEL)),
            3,
            EpisodeRecorder.upTo(1, null));
    List<ContainerSamples.Sample> samples = record.containers();
    assertThat(samples.size()).isBetween(50, 320);
    assertThat(samples)
        .flatMap(ContainerSamples.Sample::counts)
        .allSatisfy(
            count ->
                assertThat(record.completions())
                    .anyMatch(
                        each ->
                            each.invoker() == count.invoker()
                                && each.function() == count.function()));
    for (ContainerSamples.Sample sample : samples) {
      int[] usedMb = new int[10];
      for (ContainerSamples.Count each : sample.counts()) {
        usedMb[each.invoker()] += each.count() * record.functions().get(each.function()).memoryMb();
      }
      assertThat(Arrays.stream(usedMb).max().orElse(0)).as("all fit").isLessThanOrEqualTo(2048);
    }
    double last =
        record.completions().stream()
            .mapToDouble(Completion::completionSeconds)
            .max()
            .orElseThrow();
    assertThat(samples.get(samples.size() - 1).seconds()).isGreaterThan(0.9 * last);
  }
}
