package io.faasrank.testbed.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.Workload;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards what both acts rest on, in the simulator: what serves at first is so much worse than what
 * can be learnt that a trial of some pairs finds it, and the bad candidate so much worse than that
 * that its first block does.
 */
final class LearnWorldTest {

  private static final double SECONDS = 25;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theModelsAreAsFarApartAsTheActsNeed(long seed) {
    Model shipped = ShippedModel.open(ShippedModel.DEFAULT);
    LearnWorld world = LearnWorld.of(seed);
    double good = slowdown(world, shipped);
    assertThat(good).isBetween(1.0, 1.4);
    assertThat(slowdown(world, LearnActs.serving())).isGreaterThan(1.5 * good);
    assertThat(slowdown(world, HurtModel.reversed(shipped)))
        .isGreaterThan(DemoTrial.SETTINGS.worstRatio() * good);
  }

  /** Mean over the activations, as a trial counts it. */
  private static double slowdown(LearnWorld world, Model model) {
    Workload traffic = world.traffic();
    List<Arrival> first =
        traffic.arrivals().stream().takeWhile(each -> each.seconds() < SECONDS).toList();
    List<Completion> completions =
        new Simulator(SimulationSettings.defaults(), world.invokers())
            .run(
                new Workload("first", traffic.functions(), first),
                Policies.create("faasrank", () -> new NetworkScorer(model)),
                1)
            .completions();
    assertThat(completions).hasSizeGreaterThan(700);
    return completions.stream()
        .mapToDouble(
            each ->
                Math.max(0.1, each.completionTime())
                    / Math.max(0.1, traffic.functions().get(each.function()).warmSeconds()))
        .average()
        .orElseThrow();
  }
}
