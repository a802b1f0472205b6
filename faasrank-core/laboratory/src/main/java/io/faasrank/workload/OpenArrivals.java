package io.faasrank.workload;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Open arrivals at a target load: clients that do not wait for answers.
 *
 * <p>The load is the core time demanded per second, relative to the cores there are:
 *
 * <pre>load = sum over functions (rate x warm run seconds x cores demanded) / cores</pre>
 *
 * Cold starts, waiting and what contention costs come on top, so a cluster may be full below 1.
 *
 * <p>Invocations of a function are a Poisson process; a bursty function's bursts are one, each of a
 * geometric number of invocations (mean {@link #MEAN_BURST}) with exponential pauses (mean {@link
 * #MEAN_PAUSE_SECONDS}) between them. A {@link DailyShape} thins them. How long an invocation runs
 * varies about its function's mean, lognormal.
 *
 * @param load expected demand for cores relative to {@code clusterCores}, above 0
 * @param clusterCores of all invokers together
 * @param coresDemanded cores that an activation of a function demands while it runs
 * @param durationCv coefficient of variation of the run time, 0 or more, of functions whose own is
 *     not known
 */
public record OpenArrivals(
    double load,
    double clusterCores,
    ToDoubleFunction<FunctionProfile> coresDemanded,
    double durationCv,
    DailyShape shape) {

  /** Chosen: a handful at a time, far more than a Poisson process has in a second. */
  public static final double MEAN_BURST = 8;

  public static final double MEAN_PAUSE_SECONDS = 0.1;

  public OpenArrivals {
    if (!(load > 0) || !Double.isFinite(load)) {
      throw new InvalidInputException("load: expected a number above 0, found " + load);
    }
    if (!(clusterCores > 0) || !Double.isFinite(clusterCores)) {
      throw new IllegalArgumentException("a cluster must have cores, not " + clusterCores);
    }
    Replay.requireDurationCv(durationCv);
  }

  /** Arrivals at a constant rate; the parameters are the record's. */
  public static OpenArrivals atLoad(
      double load,
      double clusterCores,
      ToDoubleFunction<FunctionProfile> coresDemanded,
      double durationCv) {
    return new OpenArrivals(load, clusterCores, coresDemanded, durationCv, DailyShape.NONE);
  }

  /** The same with a rate that rises and falls about the load. */
  public OpenArrivals with(DailyShape other) {
    return new OpenArrivals(load, clusterCores, coresDemanded, durationCv, other);
  }

  /** Mean invocations per second of all functions together. */
  public double perSecond(FunctionPopulation population) {
    return load * clusterCores / population.coreSecondsPerInvocation(coresDemanded);
  }

  /**
   * The first invocations. Those of a smaller number with the same seed begin them.
   *
   * @param count 1 or more
   */
  public Workload first(int count, FunctionPopulation population, long seed) {
    if (count < 1) {
      throw new InvalidInputException("arrivals: expected 1 or more, found " + count);
    }
    return workload(count, Double.POSITIVE_INFINITY, population, seed);
  }

  /**
   * The invocations before a time; as many of {@link #first} with the same seed.
   *
   * @param seconds above 0
   */
  public Workload during(double seconds, FunctionPopulation population, long seed) {
    if (!(seconds > 0) || !Double.isFinite(seconds)) {
      throw new InvalidInputException("arrivals: expected more than 0 seconds, found " + seconds);
    }
    return workload(Integer.MAX_VALUE, seconds, population, seed);
  }

  private Workload workload(int count, double seconds, FunctionPopulation population, long seed) {
    RandomGenerator random = Seeds.generator(seed, Seeds.key(population.name()));
    double perSecond = perSecond(population);
    // Thinning: events come at the highest rate of the day and are kept by the rate of the moment.
    double highest = 1 + shape.amplitude();
    PriorityQueue<ArrivalEvent> events =
        new PriorityQueue<>(
            Comparator.comparingDouble(ArrivalEvent::seconds)
                .thenComparingInt(ArrivalEvent::number));
    int number = 0;
    double[] meanGaps = new double[population.members().size()];
    for (int f = 0; f < meanGaps.length; f++) {
      FunctionPopulation.Member member = population.members().get(f);
      double perEvent = member.bursty() ? MEAN_BURST : 1;
      meanGaps[f] = perEvent / (member.share() * perSecond * highest);
      events.add(new ArrivalEvent(meanGaps[f] * random.nextExponential(), number++, f, true));
    }
    List<Arrival> arrivals = new ArrayList<>();
    while (arrivals.size() < count) {
      ArrivalEvent event = events.remove();
      double now = event.seconds;
      if (now >= seconds) {
        break;
      }
      int f = event.function;
      FunctionPopulation.Member member = population.members().get(f);
      if (event.begins) {
        events.add(
            new ArrivalEvent(now + meanGaps[f] * random.nextExponential(), number++, f, true));
        if (random.nextDouble() * highest >= shape.factor(now)) {
          continue;
        }
      }
      arrivals.add(
          new Arrival(now, f, Replay.durationFactor(member.profile(), durationCv, random)));
      if (member.bursty() && random.nextDouble() >= 1 / MEAN_BURST) {
        double pause = MEAN_PAUSE_SECONDS * random.nextExponential();
        events.add(new ArrivalEvent(now + pause, number++, f, false));
      }
    }
    return new Workload(population.name(), population.functions(), arrivals);
  }

  /**
   * A burst or lone invocation that begins, or a burst that goes on.
   *
   * @param number in the order of making, to break ties
   */
  private record ArrivalEvent(double seconds, int number, int function, boolean begins) {}
}
