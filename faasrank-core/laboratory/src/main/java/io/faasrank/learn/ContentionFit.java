package io.faasrank.learn;

import io.faasrank.learn.LoadHistory.Busy;
import io.faasrank.learn.LoadHistory.TimedWork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the cores that activations demand and what contention costs: those numbers under which runs
 * of the same function, slowed as they were, would all have taken about the same time on an idle
 * invoker, and invokers would have been as busy as they reported.
 *
 * <p>It is a {@link LaplaceFit}: logarithms of run times vary about their function's median, and so
 * do those of initialisations and creations, reported busy cores about the sum of demands. The
 * priors are
 *
 * <pre>
 * (log of all demands / their prior)^2 / (2 x 1^2) + sum of (log of one demand / the others)^2 / (2 x 0.5^2)
 *   + (exponent - its prior)^2 / (2 x 0.3^2)
 * </pre>
 *
 * <p>The widths of the priors are chosen: twice and a half of the calibrations' demands are likely,
 * a function's own demand is seldom more than twice what its memory says, and the exponents of the
 * two calibrations are 1 and 1.3. Where no invoker was short of cores and none reported, the priors
 * remain. Deterministic.
 */
final class ContentionFit {

  /**
   * Places of the parameters: demand in all relative to the prior, in logarithms; exponent; own.
   */
  private static final int DEMAND = 0;

  private static final int EXPONENT = 1;

  /** From here on, by function, its own demand relative to that of all, in logarithms. */
  private static final int OWN = 2;

  private static final double DEMAND_WIDTH = 1;
  private static final double OWN_WIDTH = 0.5;
  private static final double EXPONENT_WIDTH = 0.3;

  /** Deviations of run times below this are rounding: records have milliseconds. */
  private static final double LEAST_DEVIATION = 0.01;

  private static final double HALF_MILLISECOND = 5e-4;

  /** Deviations of busy cores below this are noise. */
  private static final double LEAST_BUSY = 0.02;

  /** Fewer runs tell nothing of a function of its own. */
  private static final int LEAST_RUNS = 5;

  /** Most functions with a demand of their own, those that ran longest in all; bounds the time. */
  private static final int MOST_OWN = 60;

  /** Most samples of busy cores, evenly chosen; bounds the time. */
  private static final int MOST_SAMPLES = 2_000;

  /** Demands that differ more from their priors, in logarithms, are errors. */
  private static final double MOST_FACTOR = 4;

  private static final double LEAST_EXPONENT = 0.3;
  private static final double MOST_EXPONENT = 2.5;

  /** An activation that advanced at less than this share of its pace was slowed. */
  private static final double SLOWED = 0.95;

  private final List<InvokerTimeline> timelines;
  private final List<List<TimedWork>> runs;

  /** Works that would each have taken about the same time on an idle invoker. */
  private final List<List<TimedWork>> alike = new ArrayList<>();

  private final List<Busy> samples;
  private final double priorExponent;

  /** Functions with a demand of their own. */
  private final int[] own;

  /**
   * What was found.
   *
   * @param cores that an activation demands, by function
   * @param slowed runs that contention slowed by more than a twentieth: what the exponent rests on
   * @param samples reports of busy cores that were used
   * @param cost what was made small: the less, the better the calibration's structure suits
   */
  @SuppressWarnings("ArrayRecordComponent") // read only, and never compared
  record Found(double[] cores, double exponent, int slowed, int samples, double cost) {}

  /**
   * @param functions number of functions
   * @param priorExponent where nothing is seen of it
   */
  ContentionFit(LoadHistory history, int functions, double priorExponent) {
    this.timelines = history.timelines;
    this.priorExponent = priorExponent;
    runs = byFunction(history.runs, functions);
    alike.addAll(runs);
    alike.addAll(byFunction(history.inits, functions));
    // where they take no cores they are as they are, and still tell which calibration suits
    alike.addAll(byFunction(history.creations, functions));
    int stride = Math.max(1, history.samples.size() / MOST_SAMPLES);
    samples =
        IntStream.range(0, history.samples.size() / stride)
            .mapToObj(i -> history.samples.get(i * stride))
            .toList();
    own =
        IntStream.range(0, functions)
            .filter(f -> runs.get(f).size() >= LEAST_RUNS)
            .boxed()
            .sorted(Comparator.comparingDouble(f -> -ranSeconds(f)))
            .limit(MOST_OWN)
            .mapToInt(Integer::intValue)
            .toArray();
  }

  private static List<List<TimedWork>> byFunction(List<TimedWork> works, int functions) {
    List<List<TimedWork>> lists = new ArrayList<>();
    for (int f = 0; f < functions; f++) {
      lists.add(new ArrayList<>());
    }
    works.forEach(work -> lists.get(work.action()).add(work));
    return lists;
  }

  /**
   * Searches; the timelines are left as the result has them.
   *
   * @param priors demands by function that may be about right but for a common factor, each tried
   */
  Found find(List<double[]> priors) {
    double[] best = new double[0];
    double least = Double.POSITIVE_INFINITY;
    double[] bestPrior = priors.get(0);
    for (double[] prior : priors) {
      LaplaceFit fit = fit(prior);
      double[] found = fit.from(grid(fit));
      double cost = fit.cost(found);
      if (cost < least) {
        best = found;
        least = cost;
        bestPrior = prior;
      }
    }
    double[] cores = assume(bestPrior, best);
    int slowed = 0;
    for (List<TimedWork> each : runs) {
      slowed += (int) each.stream().filter(run -> run.service() < SLOWED * run.seconds()).count();
    }
    return new Found(cores, best[EXPONENT], slowed, samples.size(), least);
  }

  private LaplaceFit fit(double[] prior) {
    int count = OWN + own.length;
    double[] floors = new double[alike.size() + 1];
    Arrays.fill(floors, LEAST_DEVIATION);
    floors[alike.size()] = LEAST_BUSY;
    double[] likeliest = new double[count];
    double[] widths = new double[count];
    double[] lowest = new double[count];
    double[] highest = new double[count];
    Arrays.fill(widths, OWN_WIDTH);
    Arrays.fill(lowest, -MOST_FACTOR);
    Arrays.fill(highest, MOST_FACTOR);
    widths[DEMAND] = DEMAND_WIDTH;
    likeliest[EXPONENT] = priorExponent;
    widths[EXPONENT] = EXPONENT_WIDTH;
    lowest[EXPONENT] = LEAST_EXPONENT;
    highest[EXPONENT] = MOST_EXPONENT;
    return new LaplaceFit(
        parameters -> observed(prior, parameters), floors, likeliest, widths, lowest, highest);
  }

  /** The best of demands in all and exponents that are spread over what is likely. */
  private double[] grid(LaplaceFit fit) {
    double[] best = point(0, priorExponent);
    double least = fit.cost(best);
    for (double demand = -2.5; demand <= 2.5; demand += 0.25) {
      for (double exponent = 0.6; exponent <= 1.81; exponent += 0.2) {
        double[] point = point(demand, exponent);
        double cost = fit.cost(point);
        if (cost < least) {
          least = cost;
          best = point;
        }
      }
    }
    return best;
  }

  private double[] point(double demand, double exponent) {
    double[] point = new double[OWN + own.length];
    point[DEMAND] = demand;
    point[EXPONENT] = exponent;
    return point;
  }

  private double ranSeconds(int function) {
    return runs.get(function).stream().mapToDouble(TimedWork::seconds).sum();
  }

  /** Sets the timelines to parameters; says the cores demanded by function. */
  private double[] assume(double[] prior, double[] parameters) {
    double[] cores = new double[prior.length];
    for (int f = 0; f < cores.length; f++) {
      cores[f] = prior[f] * Math.exp(parameters[DEMAND]);
    }
    for (int k = 0; k < own.length; k++) {
      cores[own[k]] *= Math.exp(parameters[OWN + k]);
    }
    for (InvokerTimeline timeline : timelines) {
      timeline.assume(cores, parameters[EXPONENT]);
    }
    return cores;
  }

  /** Groups of values that should be alike: what is too few to tell is left empty. */
  private double[][] observed(double[] prior, double[] parameters) {
    double[] unused = assume(prior, parameters);
    double[][] groups = new double[alike.size() + 1][0];
    for (int g = 0; g < alike.size(); g++) {
      if (alike.get(g).size() >= LEAST_RUNS) {
        groups[g] = alike.get(g).stream().mapToDouble(ContentionFit::logService).toArray();
      }
    }
    if (samples.size() >= LEAST_RUNS) {
      groups[alike.size()] =
          samples.stream()
              .mapToDouble(
                  s ->
                      s.cores()
                          - s.timeline().busy(s.from(), s.to())
                              / Math.max(1e-3, s.timeline().seconds(s.from(), s.to())))
              .toArray();
    }
    return groups;
  }

  /** Of what a run would have taken on an idle invoker, where half a millisecond is rounded off. */
  private static double logService(TimedWork run) {
    double seconds = run.seconds();
    return seconds > 0
        ? Math.log(run.service() / seconds) + Math.log(seconds + HALF_MILLISECOND)
        : Math.log(HALF_MILLISECOND);
  }
}
