package io.faasrank.testbed.demo;

import io.faasrank.simulation.InvokerSettings;
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

/**
 * What the demo of learning runs on: functions drawn from the seed and a cluster that has room for
 * their containers, but not for all of them everywhere. Times are real, as everything in the log is
 * by one clock.
 *
 * <p>Measured in the simulator over three seeds: the mean slowdown is 1.1 under the model {@code
 * general}, 3.1 to 3.4 under {@link LearnActs#serving()}, and 4.1 to 4.6 under {@code general}
 * reversed.
 *
 * @param functions of 40 to 300 ms, whose containers take 0.3 to 0.8 s to start
 */
public record LearnWorld(List<InvokerSettings> invokers, FunctionPopulation functions, long seed) {

  private static final String INVOKERS = "8x16c1024m";

  private static final int FUNCTIONS = 12;
  private static final double SHORTEST_SECONDS = 0.04;
  private static final double LONGEST_SECONDS = 0.3;
  private static final double LEAST_COLD_SECONDS = 0.3;
  private static final double MOST_COLD_SECONDS = 0.8;
  private static final double ZIPF = 0.8;

  /** Chosen: what two cores bear beside a training. */
  private static final double PER_SECOND = 40;

  private static final double DURATION_CV = 0.1;

  /** Far longer than both acts. */
  private static final double SECONDS = 900;

  /** The world of a seed. */
  public static LearnWorld of(long seed) {
    RandomGenerator random = Seeds.generator(seed, Seeds.key("learn"));
    List<FunctionProfile> functions = new ArrayList<>();
    for (int i = 1; i <= FUNCTIONS; i++) {
      double cold = between(LEAST_COLD_SECONDS, MOST_COLD_SECONDS, random);
      functions.add(
          FunctionProfile.named("learn-" + i)
              .memoryMb(random.nextInt(3) == 0 ? 256 : 128)
              .warmSeconds(between(SHORTEST_SECONDS, LONGEST_SECONDS, random))
              .initSeconds(0.4 * cold)
              .createSeconds(0.6 * cold)
              .build());
    }
    return new LearnWorld(
        InvokerSettings.parseCluster(INVOKERS),
        FunctionPopulation.draw(PopulationSpec.of("learn", functions, ZIPF), seed),
        seed);
  }

  private static double between(double least, double most, RandomGenerator random) {
    return least * Math.pow(most / least, random.nextDouble());
  }

  /** Its activations, more than are ever wanted. */
  public Workload traffic() {
    SimulationSettings simulation = SimulationSettings.defaults();
    double cores = invokers.stream().mapToDouble(InvokerSettings::cores).sum();
    double load =
        PER_SECOND * functions.coreSecondsPerInvocation(simulation::coresDemanded) / cores;
    return OpenArrivals.atLoad(load, cores, simulation::coresDemanded, DURATION_CV)
        .during(SECONDS, functions, seed);
  }
}
