package io.faasrank.learn;

import com.typesafe.config.Config;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.simulation.Simulator;
import io.faasrank.training.Task;
import io.faasrank.training.TaskSource;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Seeds;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Tasks on a twin: stretches of the recorded arrivals, from a random one on, with all that was
 * estimated jittered about its estimate, so that a model does not rest on errors of the twin:
 *
 * <ul>
 *   <li>run, initialisation and creation of each function, its cores demanded, and the exponent;
 *   <li>arrivals faster or slower, in a third of the tasks by up to a factor of two;
 *   <li>in half of the tasks some invokers more or fewer, with the arrivals to suit;
 *   <li>in half of the tasks functions of other names, so that hashing begins elsewhere.
 * </ul>
 *
 * <p>The widths of the jitter are chosen: about the errors that estimates have. 200 to 1,300
 * activations are learnt from, as in {@link io.faasrank.training.GeneralTasks}, after others that
 * fill the containers.
 */
final class TwinTasks implements TaskSource {

  private static final double FEWEST = 200;
  private static final double MOST = 1_300;
  private static final double LEAST_WARM_UP = 100;
  private static final double MOST_WARM_UP = 800;
  private static final double RATE_WIDTH = 0.15;
  private static final double TIME_WIDTH = 0.1;
  private static final double START_WIDTH = 0.2;
  private static final double CORES_WIDTH = 0.15;
  private static final double EXPONENT_WIDTH = 0.1;
  private static final double LEAST_EXPONENT = 0.5;
  private static final double SIZE_WIDTH = 0.25;

  /** Parts of the tasks: one in three has quite another rate, one in two another size or names. */
  private static final int RATE_PART = 3;

  private static final int HALF = 2;

  private static final int SCALER_FIRST = 1_000_000;

  private final TwinEstimate estimate;
  private final Config config;
  private final int tasks;
  private final long seed;

  /**
   * @param tasks of each update
   */
  TwinTasks(TwinEstimate estimate, Config config, int tasks, long seed) {
    this.estimate = estimate;
    this.config = config;
    this.tasks = tasks;
    this.seed = seed;
  }

  @Override
  public List<Task> tasks(int update) {
    List<Task> drawn = new ArrayList<>();
    for (int k = 0; k < tasks; k++) {
      drawn.add(task(Seeds.generator(seed, update, k)));
    }
    return drawn;
  }

  @Override
  public List<Task> scalerTasks() {
    return tasks(SCALER_FIRST);
  }

  private Task task(RandomGenerator random) {
    double rate =
        random.nextInt(RATE_PART) == 0
            ? Math.pow(2, 2 * random.nextDouble() - 1)
            : jitter(RATE_WIDTH, random);
    List<InvokerSettings> cluster = estimate.twin().cluster();
    if (random.nextInt(HALF) == 0) {
      List<InvokerSettings> other = resized(cluster, random);
      rate *= (double) other.size() / cluster.size();
      cluster = other;
    }
    SimulationSettings settings = estimate.twin().settings(config);
    settings =
        settings.withFitted(
            settings.coresPerMb(),
            Math.max(
                LEAST_EXPONENT,
                settings.contentionExponent() + EXPONENT_WIDTH * random.nextGaussian()),
            settings.creationSeconds());
    String suffix = random.nextInt(HALF) == 0 ? "" : "-" + random.nextInt(1 << 16);
    return task(
        new Simulator(settings, cluster).withControllers(estimate.twin().controllers()),
        profiles(suffix, random),
        rate,
        random);
  }

  /**
   * A task of the recorded arrivals as they are, but for their rate, on the twin as it is.
   *
   * @param rate relative to the recorded one
   */
  Task plain(double rate, int number) {
    return task(
        estimate.twin().simulator(config),
        estimate.twin().profiles(),
        rate,
        Seeds.generator(seed, number, Double.doubleToLongBits(rate)));
  }

  private Task task(
      Simulator simulator, List<FunctionProfile> profiles, double rate, RandomGenerator random) {
    int recorded = estimate.record().size();
    int counted = (int) Math.min(recorded, logUniform(FEWEST, MOST, random));
    int uncounted = (int) Math.min(recorded, logUniform(LEAST_WARM_UP, MOST_WARM_UP, random));
    Workload workload =
        arrivals(random.nextInt(recorded), uncounted + counted, profiles, rate, random.nextLong());
    return new Task("twin", simulator.withKnownTimes(), workload, uncounted);
  }

  /** So many arrivals from one on; after the last comes the first. */
  private Workload arrivals(
      int first, int count, List<FunctionProfile> profiles, double rate, long drawn) {
    ClusterRecord record = estimate.record();
    int size = record.size();
    List<FunctionProfile> estimated = estimate.twin().profiles();
    double start = record.activations().get(record.earlier() + first).placedSeconds();
    double round =
        record.last().placedSeconds()
            - record.first().placedSeconds()
            + 1 / estimate.twin().arrivalsPerSecond();
    List<Arrival> arrivals = new ArrayList<>(count);
    for (int i = first; i < first + count; i++) {
      int at = record.earlier() + i % size;
      RecordedActivation each = record.activations().get(at);
      int rounds = i / size;
      double seconds = each.placedSeconds() + round * rounds - start;
      arrivals.add(
          new Arrival(
              seconds / rate, each.action(), estimate.factor(at, estimated, Seeds.mix(drawn, i))));
    }
    return new Workload("twin", profiles, arrivals);
  }

  private List<FunctionProfile> profiles(String suffix, RandomGenerator random) {
    List<FunctionProfile> jittered = new ArrayList<>();
    for (FunctionProfile each : estimate.twin().profiles()) {
      jittered.add(
          each.with()
              .name(each.name() + suffix)
              .warmSeconds(each.warmSeconds() * jitter(TIME_WIDTH, random))
              .initSeconds(each.initSeconds() * jitter(START_WIDTH, random))
              .createSeconds(each.createSeconds() * jitter(START_WIDTH, random))
              .cores(each.cores() * jitter(CORES_WIDTH, random))
              .build());
    }
    return jittered;
  }

  /** The same kinds of invokers, some more or some fewer of them. */
  private static List<InvokerSettings> resized(
      List<InvokerSettings> cluster, RandomGenerator random) {
    double factor = 1 + SIZE_WIDTH * (2 * random.nextDouble() - 1);
    int size = Math.max(1, (int) Math.round(cluster.size() * factor));
    List<InvokerSettings> other = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      other.add(cluster.get(i * cluster.size() / size));
    }
    return other;
  }

  private static double jitter(double width, RandomGenerator random) {
    return Math.exp(width * random.nextGaussian());
  }

  private static double logUniform(double least, double most, RandomGenerator random) {
    return least * Math.pow(most / least, random.nextDouble());
  }
}
