package io.faasrank.experiment;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.policy.PolicySpec;
import io.faasrank.policy.Scorer;
import io.faasrank.report.EvaluatedPolicy;
import io.faasrank.report.PolicyRole;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.Seeds;
import java.util.List;
import java.util.function.Supplier;

/** Experiments on the simulated cluster: resolves what the command line names. */
public final class SimulatedExperiments implements Experiment.Factory {

  private static final String REFERENCE = "hashing";

  @Override
  public Experiment open(ExperimentSettings settings) {
    Config config = ConfigFactory.load(SimulatedExperiments.class.getClassLoader());
    List<EvaluatedPolicy> policies =
        Policies.select(settings.policies()).stream()
            .map(name -> new EvaluatedPolicy(name, role(Policies.spec(name))))
            .toList();
    Simulator simulator =
        new Simulator(SimulationSettings.from(config), settings.invokerSettings());
    Supplier<Scorer> learned = learned(settings, policies);
    Arrivals arrivals = Arrivals.open(settings, config);
    return new Experiment(
        policies,
        arrivals.workloads(),
        arrivals.functions(),
        arrivals.dataSet(),
        (policy, workload, repetition, replay) ->
            byFunction(
                simulator.run(
                    arrivals.source().workload(workload, repetition, replay),
                    policy(policy, learned, settings.candidates()),
                    Seeds.mix(settings.seed(), Seeds.key(workload), repetition, replay)),
                arrivals.functions().size()));
  }

  /** The episode with the actions that draws have of their own under the functions they are. */
  private static EpisodeResult byFunction(EpisodeResult episode, int functions) {
    return new EpisodeResult(
        episode.completions().stream()
            .map(completion -> completion.ofFunction(completion.function() % functions))
            .toList());
  }

  private static Policy policy(String name, Supplier<Scorer> learned, int candidates) {
    Policy policy = Policies.create(name, learned);
    return Policies.spec(name).learned() ? policy.withAtMost(candidates) : policy;
  }

  /**
   * Reads the model, unless it is the default one and no policy needs it, so that a file that the
   * user names is checked in any case.
   */
  private static Supplier<Scorer> learned(
      ExperimentSettings settings, List<EvaluatedPolicy> policies) {
    if (settings.model().equals(ShippedModel.DEFAULT)
        && policies.stream().noneMatch(policy -> policy.role() == PolicyRole.LEARNED)) {
      return () -> {
        throw new IllegalStateException("no policy of this experiment is learned");
      };
    }
    Model model = Options.read("--model", () -> ShippedModel.open(settings.model()));
    return () -> new NetworkScorer(model);
  }

  private static PolicyRole role(PolicySpec spec) {
    if (spec.name().equals(REFERENCE)) {
      return PolicyRole.REFERENCE;
    }
    if (spec.simulatorOnly()) {
      return PolicyRole.ORACLE;
    }
    return spec.learned() ? PolicyRole.LEARNED : PolicyRole.HEURISTIC;
  }
}
