package io.faasrank.training;

import io.faasrank.simulation.SimulationSettings;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.DailyShape;
import io.faasrank.workload.FunctionPopulation;
import io.faasrank.workload.OpenArrivals;
import io.faasrank.workload.PopulationSpec;
import io.faasrank.workload.Seeds;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Tasks for a model of anyone's functions on anyone's cluster. A quarter of the tasks of an update
 * are the paper's workloads in turns; the others are random populations under open arrivals, half
 * of them on a site of a list and half on a random one:
 *
 * <ul>
 *   <li>functions: half of the tasks a population unlike any other ({@code random}), half one of
 *       the named kinds, see {@link PopulationSpec};
 *   <li>load: 0.05 to 1.5 of the cores, log-uniform;
 *   <li>beginning: a third of the tasks begin cold; a third begin cold with the times of the
 *       functions known; a third are warm: 1,000 to 2,000 activations go before those that are
 *       learnt from;
 *   <li>length: 200 to 1,300 activations to learn from, log-uniform;
 *   <li>rate: in a quarter of the tasks it rises and falls once or more in the episode.
 * </ul>
 *
 * The shares are chosen, none was tuned.
 */
public final class GeneralTasks implements TaskSource {

  private static final int PAPER_PART = 4;
  private static final int STARTS = 3;
  private static final int KNOWN = 1;
  private static final int WARM = 2;
  private static final int DAILY_PART = 4;
  private static final double LEAST_LOAD = 0.05;
  private static final double MOST_LOAD = 1.5;
  private static final double FEWEST_ACTIVATIONS = 200;
  private static final double MOST_ACTIVATIONS = 1_300;
  private static final double SHORTEST_WARM_UP = 1_000;
  private static final double LONGEST_WARM_UP = 2_000;

  /** As where a model is judged. */
  private static final double DURATION_CV = 0.1;

  private static final String UNLIKE_ANY = "random";

  /** Updates whose tasks the scaler sees, and the first of them, which no training reaches. */
  private static final int SCALER_UPDATES = 6;

  private static final int SCALER_FIRST = 1_000_000;

  private final TaskSource paper;
  private final List<Site> sites;
  private final List<SimulationSettings> calibrations;
  private final int tasks;
  private final long seed;

  /**
   * @param paper the paper's workloads, one an update
   * @param sites half of the random populations are tried on
   * @param calibrations of random sites, drawn with equal chance
   * @param tasks of each update
   */
  public GeneralTasks(
      TaskSource paper,
      List<Site> sites,
      List<SimulationSettings> calibrations,
      int tasks,
      long seed) {
    this.paper = paper;
    this.sites = List.copyOf(sites);
    this.calibrations = List.copyOf(calibrations);
    this.tasks = tasks;
    this.seed = seed;
  }

  @Override
  public List<Task> tasks(int update) {
    int ofPaper = tasks / PAPER_PART;
    List<Task> drawn = new ArrayList<>();
    for (int k = 0; k < tasks; k++) {
      if (k < ofPaper) {
        drawn.addAll(paper.tasks(update * ofPaper + k));
      } else {
        drawn.add(task(k % 2 == 0, Seeds.generator(seed, update, k)));
      }
    }
    return drawn;
  }

  @Override
  public List<Task> scalerTasks() {
    List<Task> drawn = new ArrayList<>();
    for (int u = 0; u < SCALER_UPDATES; u++) {
      drawn.addAll(tasks(SCALER_FIRST + u));
    }
    return drawn;
  }

  private Task task(boolean listed, RandomGenerator random) {
    Site site =
        listed
            ? sites.get(random.nextInt(sites.size()))
            : Site.random(calibrations.get(random.nextInt(calibrations.size())), random);
    PopulationSpec kind = kind(random);
    FunctionPopulation population = FunctionPopulation.draw(kind, random.nextLong());
    OpenArrivals arrivals =
        OpenArrivals.atLoad(
            Site.logUniform(LEAST_LOAD, MOST_LOAD, random),
            site.cores(),
            site.settings()::coresDemanded,
            DURATION_CV);
    int start = random.nextInt(STARTS);
    int uncounted =
        start == WARM ? (int) Site.logUniform(SHORTEST_WARM_UP, LONGEST_WARM_UP, random) : 0;
    int count = uncounted + (int) Site.logUniform(FEWEST_ACTIVATIONS, MOST_ACTIVATIONS, random);
    if (random.nextInt(DAILY_PART) == 0) {
      double seconds = count / arrivals.perSecond(population);
      arrivals =
          arrivals.with(
              new DailyShape(
                  random.nextDouble(),
                  seconds * Site.logUniform(0.1, 1, random),
                  random.nextDouble()));
    }
    Workload workload = arrivals.first(count, population, random.nextLong());
    Simulator simulator = site.simulator();
    return new Task(
        kind.name(), start == KNOWN ? simulator.withKnownTimes() : simulator, workload, uncounted);
  }

  private static PopulationSpec kind(RandomGenerator random) {
    List<String> named = PopulationSpec.names();
    return PopulationSpec.named(
        random.nextBoolean() ? UNLIKE_ANY : named.get(random.nextInt(named.size())));
  }
}
