package io.faasrank.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Workloads of populations, each named by its {@link PopulationSpec}. Every repetition draws other
 * functions, another load within the range and other arrivals; a replay redraws only how long each
 * invocation runs.
 */
public final class PopulationWorkloads implements WorkloadSource {

  private final LoadRange load;
  private final int arrivals;
  private final double clusterCores;
  private final ToDoubleFunction<FunctionProfile> coresDemanded;
  private final double durationCv;
  private final long seed;

  /**
   * @param arrivals of a workload, 1 or more
   * @param clusterCores of all invokers together
   * @param coresDemanded cores that an activation of a function demands while it runs
   * @param durationCv coefficient of variation of the run time, 0 or more
   */
  public PopulationWorkloads(
      LoadRange load,
      int arrivals,
      double clusterCores,
      ToDoubleFunction<FunctionProfile> coresDemanded,
      double durationCv,
      long seed) {
    this.load = load;
    this.arrivals = arrivals;
    this.clusterCores = clusterCores;
    this.coresDemanded = coresDemanded;
    this.durationCv = durationCv;
    this.seed = seed;
  }

  @Override
  public Workload workload(String workload, int repetition, int replay) {
    PopulationSpec spec = PopulationSpec.named(workload);
    long drawn = Seeds.mix(seed, Seeds.key(spec.name()), repetition);
    double share = load.draw(Seeds.generator(drawn));
    Workload first =
        OpenArrivals.atLoad(share, clusterCores, coresDemanded, durationCv)
            .first(arrivals, FunctionPopulation.draw(spec, drawn), drawn);
    return replay == 0 ? first : again(first, Seeds.generator(drawn, replay));
  }

  private Workload again(Workload workload, RandomGenerator random) {
    List<FunctionProfile> functions = workload.functions();
    List<Arrival> again = new ArrayList<>();
    for (Arrival a : workload.arrivals()) {
      double factor = Replay.durationFactor(functions.get(a.function()), durationCv, random);
      again.add(new Arrival(a.seconds(), a.function(), factor));
    }
    return new Workload(workload.name(), functions, again);
  }
}
