package io.faasrank.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.policy.PolicySpec;
import io.faasrank.report.EvaluatedPolicy;
import io.faasrank.report.PolicyRole;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Experiments on the simulated cluster: resolves what the command line names. */
final class SimulatedExperiments implements Experiment.Factory {

  private static final String REFERENCE = "hashing";

  @Override
  public Experiment open(ExperimentSettings settings) {
    Config config = ConfigFactory.load(SimulatedExperiments.class.getClassLoader());
    List<EvaluatedPolicy> policies = policies(settings.policies());
    Arrivals arrivals = Arrivals.open(settings, config);
    Model model = ShippedModel.open(settings.model());
    Simulator simulator =
        new Simulator(
            SimulationSettings.from(config), InvokerSettings.parseCluster(settings.invokers()));
    return new Experiment(
        policies,
        arrivals.workloads(),
        arrivals.functions(),
        arrivals.dataSet(),
        (policy, workload, repetition, replay) ->
            simulator.run(
                arrivals.source().workload(workload, repetition, replay),
                Policies.create(policy, () -> new NetworkScorer(model)),
                Seeds.mix(settings.seed(), Seeds.key(workload), repetition, replay)));
  }

  private static List<EvaluatedPolicy> policies(String selection) {
    Set<String> names = new LinkedHashSet<>();
    names.add(REFERENCE);
    if (selection.equals("all")) {
      names.addAll(Policies.names());
    } else {
      for (String name : selection.split(",", -1)) {
        names.add(Policies.spec(name.strip()).name());
      }
    }
    List<EvaluatedPolicy> policies = new ArrayList<>();
    for (String name : names) {
      policies.add(new EvaluatedPolicy(name, role(Policies.spec(name))));
    }
    return policies;
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
