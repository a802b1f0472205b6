package io.faasrank.experiment;

import io.faasrank.report.EvaluatedPolicy;
import io.faasrank.report.PolicyRole;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.EpisodeResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * An experiment without a simulator: completion times are drawn, and a policy only scales them. It
 * tests reports and commands; its figures mean nothing.
 */
public final class SyntheticExperiment {

  private static final List<String> FUNCTIONS =
      List.of("DH", "EG", "IP", "VP", "IR", "KNN", "ALU", "MS", "GD", "DV");
  private static final List<Double> WARM_SECONDS =
      List.of(2.34, 0.21, 3.52, 1.19, 0.09, 1.11, 3.45, 1.94, 0.60, 3.11);
  private static final Map<String, Double> FACTORS = new LinkedHashMap<>();

  static {
    FACTORS.put("hashing", 1.0);
    FACTORS.put("random", 1.02);
    FACTORS.put("greedy", 1.1);
    FACTORS.put("round-robin", 0.8);
    FACTORS.put("least-connections", 0.77);
    FACTORS.put("static-rank", 0.76);
    FACTORS.put("faasrank", 0.58);
    FACTORS.put("clairvoyant", 0.5);
  }

  private SyntheticExperiment() {}

  public static Experiment open(ExperimentSettings settings) {
    List<EvaluatedPolicy> policies = new ArrayList<>();
    for (String name : FACTORS.keySet()) {
      if (settings.policies().equalsIgnoreCase("all")
          || name.equals("hashing")
          || Contenders.select(settings.policies()).contains(name)) {
        policies.add(new EvaluatedPolicy(name, role(name)));
      }
    }
    String workloads = settings.workloads() == null ? "log" : settings.workloads();
    if (workloads.equals("M1..M10")) {
      workloads = "M1,M2,M3,M4,M5,M6,M7,M8,M9,M10";
    }
    return new Experiment(
        policies,
        List.of(workloads.split(",")),
        FUNCTIONS,
        "synthetic",
        (policy, workload, repetition, replay) ->
            run(settings.seed(), policy, workload, repetition, replay));
  }

  private static PolicyRole role(String name) {
    return switch (name) {
      case "hashing" -> PolicyRole.REFERENCE;
      case "faasrank" -> PolicyRole.LEARNED;
      case "clairvoyant" -> PolicyRole.ORACLE;
      default -> PolicyRole.HEURISTIC;
    };
  }

  private static EpisodeResult run(
      long seed, String policy, String workload, int repetition, int replay) {
    RandomGenerator arrivals =
        new SplittableRandom(seed * 1_000 + repetition + workload.hashCode());
    RandomGenerator noise =
        new SplittableRandom(policy.hashCode() + 31L * repetition + 7L * replay);
    double factor = FACTORS.getOrDefault(policy, 1.0);
    List<Completion> completions = new ArrayList<>();
    double load = arrivals.nextDouble(1, 3);
    for (int i = 0; i < 200; i++) {
      int function = arrivals.nextInt(FUNCTIONS.size());
      double arrival = arrivals.nextDouble(40);
      boolean cold = noise.nextDouble() < 0.4 * factor;
      double queue = Math.max(0, factor * arrivals.nextDouble(-2, 2));
      double seconds =
          WARM_SECONDS.get(function) * load * factor * noise.nextDouble(0.7, 1.4)
              + queue
              + (cold ? 3 : 0);
      completions.add(new Completion(function, i % 10, arrival, arrival + seconds, queue, cold));
    }
    completions.sort(Comparator.comparingDouble(Completion::arrivalSeconds));
    return new EpisodeResult(completions);
  }
}
