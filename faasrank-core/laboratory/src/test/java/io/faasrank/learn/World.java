package io.faasrank.learn;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.event.EventBatch;
import io.faasrank.model.Model;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulatedLog;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.workload.FunctionPopulation;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.OpenArrivals;
import io.faasrank.workload.PopulationSpec;
import io.faasrank.workload.Seeds;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Simulated clusters of known parameters, and the logs that they leave. */
record World(
    SimulationSettings settings,
    List<InvokerSettings> cluster,
    List<FunctionProfile> functions,
    double load) {

  static final Config CONFIG = ConfigFactory.load();

  /** Functions that demand other cores than their memory says, on equal invokers. */
  static World known(double exponent, double load) {
    return new World(
        SimulationSettings.defaults().withFitted(1.0 / 256, exponent, 0),
        InvokerSettings.parseCluster("4x8c8192m"),
        functions(6, 1),
        load);
  }

  /** The same functions where memory is short, so that activations wait for it. */
  static World scarce(double exponent, double load) {
    return new World(
        SimulationSettings.defaults().withFitted(1.0 / 256, exponent, 0),
        InvokerSettings.parseCluster("4x4c1024m"),
        functions(6, 1),
        load);
  }

  /** A small cluster of unlike invokers. */
  static World unlike(double load) {
    return new World(
        SimulationSettings.defaults().withFitted(1.0 / 128, 1.1, 0),
        InvokerSettings.parseCluster("3x16c12288m,3x4c3072m"),
        functions(12, 2),
        load);
  }

  /** Cheap sharing and dear containers, as the calibration openwhisk has them. */
  static World dear(double load) {
    return new World(
        SimulationSettings.from(CONFIG, "openwhisk").withFitted(1.0 / 256, 1, 0.5),
        InvokerSettings.parseCluster("5x8c8192m"),
        functions(8, 3),
        load);
  }

  static List<FunctionProfile> functions(int count, long seed) {
    RandomGenerator random = Seeds.generator(seed);
    List<FunctionProfile> functions = new ArrayList<>();
    for (int f = 0; f < count; f++) {
      functions.add(
          FunctionProfile.named("guest/f" + f)
              .memoryMb(128 << random.nextInt(3))
              .warmSeconds(0.2 * Math.pow(15, random.nextDouble()))
              .initSeconds(0.1 + 0.4 * random.nextDouble())
              .createSeconds(0.2 + 0.3 * random.nextDouble())
              .cores(0.5 * Math.pow(6, random.nextDouble()))
              .durationCv(0.1 + 0.2 * random.nextDouble())
              .build());
    }
    return functions;
  }

  Workload workload(int arrivals, long seed) {
    FunctionPopulation population =
        FunctionPopulation.draw(PopulationSpec.of("known", functions, 0.8), seed);
    double cores = cluster.stream().mapToDouble(InvokerSettings::cores).sum();
    return OpenArrivals.atLoad(load, cores, settings::coresDemanded, 0.1)
        .first(arrivals, population, seed);
  }

  /** What is logged of so many arrivals under a policy. */
  ClusterRecord record(int arrivals, String policy, @Nullable Model model, long seed) {
    return ClusterRecord.of(batches(arrivals, policy, model, seed));
  }

  /** The same where the log ends in midst of things, as a running cluster's does. */
  ClusterRecord cutRecord(int arrivals, String policy, @Nullable Model model, long seed) {
    List<EventBatch> batches = batches(arrivals, policy, model, seed);
    return ClusterRecord.of(batches.subList(0, batches.size() / 2));
  }

  private List<EventBatch> batches(int arrivals, String policy, @Nullable Model model, long seed) {
    return SimulatedLog.of(settings, cluster, workload(arrivals, seed), policy, model, seed);
  }
}
