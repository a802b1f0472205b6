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
 * <p>What is made small is, in nats, the negative logarithm of the posterior density where run
 * times vary about their function's median, and reported busy cores about the sum of demands, by
 * Laplace distributions of unknown width:
 *
 * <pre>
 * sum over functions of n log(mean |log service - its median|) + n log(mean |busy - demanded - idle|)
 *   + (log of all demands / their prior)^2 / (2 x 1^2) + sum of (log of one demand / the others)^2 / (2 x 0.5^2)
 *   + (exponent - its prior)^2 / (2 x 0.3^2)
 * </pre>
 *
 * <p>The widths of the priors are chosen: twice and a half of the calibrations' demands are likely,
 * a function's own demand is seldom more than twice what its memory says, and the exponents of the
 * two calibrations are 1 and 1.3. Where no invoker was short of cores and none reported, the priors
 * remain. Deterministic.
 */
final class ContentionFit {

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
  private double[] prior = new double[0];
  private double[] coresOf = new double[0];

  /** Demand in all relative to the prior, exponent, and by function its own relative to that. */
  @SuppressWarnings("ArrayRecordComponent") // read only, and never compared
  private record Point(double logDemand, double exponent, double[] logOwn) {

    Point own(int function, double logValue) {
      double[] other = logOwn.clone();
      other[function] = logValue;
      return new Point(logDemand, exponent, other);
    }
  }

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
    Point best = null;
    double least = Double.POSITIVE_INFINITY;
    double[] bestPrior = priors.get(0);
    for (double[] each : priors) {
      prior = each;
      Point found = grid();
      double cost = cost(found);
      if (best == null || cost < least) {
        best = found;
        least = cost;
        bestPrior = each;
      }
    }
    prior = bestPrior;
    Point refined = refine(best == null ? grid() : best);
    double cost = cost(refined);
    int slowed = 0;
    for (List<TimedWork> own : runs) {
      slowed += (int) own.stream().filter(run -> run.service() < SLOWED * run.seconds()).count();
    }
    return new Found(coresOf.clone(), refined.exponent, slowed, samples.size(), cost);
  }

  private Point grid() {
    Point best = new Point(0, priorExponent, new double[prior.length]);
    double least = cost(best);
    for (double logDemand = -2.5; logDemand <= 2.5; logDemand += 0.25) {
      for (double exponent = 0.6; exponent <= 1.81; exponent += 0.2) {
        Point point = new Point(logDemand, exponent, new double[prior.length]);
        double cost = cost(point);
        if (cost < least) {
          least = cost;
          best = point;
        }
      }
    }
    return best;
  }

  private Point refine(Point from) {
    int[] own =
        IntStream.range(0, runs.size())
            .filter(f -> runs.get(f).size() >= LEAST_RUNS)
            .boxed()
            .sorted(Comparator.comparingDouble(f -> -ranSeconds(f)))
            .limit(MOST_OWN)
            .mapToInt(Integer::intValue)
            .toArray();
    Point best = from;
    double least = cost(best);
    for (double step = 0.4; step > 0.01; step /= 2) {
      boolean better = true;
      for (int round = 0; better && round < 8; round++) {
        better = false;
        List<Point> near = new ArrayList<>();
        near.add(new Point(best.logDemand + step, best.exponent, best.logOwn));
        near.add(new Point(best.logDemand - step, best.exponent, best.logOwn));
        near.add(new Point(best.logDemand, best.exponent + step / 2, best.logOwn));
        near.add(new Point(best.logDemand, best.exponent - step / 2, best.logOwn));
        near.add(new Point(best.logDemand - step / 2, best.exponent + step / 2, best.logOwn));
        near.add(new Point(best.logDemand + step / 2, best.exponent - step / 2, best.logOwn));
        for (Point point : near) {
          double cost = cost(point);
          if (cost < least - 1e-9) {
            least = cost;
            best = point;
            better = true;
          }
        }
        for (int f : own) {
          for (double sign = -1; sign <= 1; sign += 2) {
            Point point = best.own(f, best.logOwn[f] + sign * step);
            double cost = cost(point);
            if (cost < least - 1e-9) {
              least = cost;
              best = point;
              better = true;
              break;
            }
          }
        }
      }
    }
    return best;
  }

  private double ranSeconds(int function) {
    return runs.get(function).stream().mapToDouble(TimedWork::seconds).sum();
  }

  private double cost(Point point) {
    if (point.exponent < LEAST_EXPONENT || point.exponent > MOST_EXPONENT) {
      return Double.POSITIVE_INFINITY;
    }
    coresOf = new double[prior.length];
    double cost = square(point.logDemand / DEMAND_WIDTH);
    cost += square((point.exponent - priorExponent) / EXPONENT_WIDTH);
    for (int f = 0; f < prior.length; f++) {
      coresOf[f] = prior[f] * Math.exp(point.logDemand + point.logOwn[f]);
      cost += square(point.logOwn[f] / OWN_WIDTH);
    }
    for (InvokerTimeline timeline : timelines) {
      timeline.assume(coresOf, point.exponent);
    }
    for (List<TimedWork> own : alike) {
      if (own.size() >= LEAST_RUNS) {
        double[] logs = own.stream().mapToDouble(ContentionFit::logService).toArray();
        cost += logs.length * Math.log(LEAST_DEVIATION + meanDeviation(logs));
      }
    }
    if (samples.size() >= LEAST_RUNS) {
      double[] left =
          samples.stream()
              .mapToDouble(
                  s ->
                      s.cores()
                          - s.timeline().busy(s.from(), s.to())
                              / Math.max(1e-3, s.timeline().seconds(s.from(), s.to())))
              .toArray();
      cost += left.length * Math.log(LEAST_BUSY + meanDeviation(left));
    }
    return cost;
  }

  /** Of what a run would have taken on an idle invoker, where half a millisecond is rounded off. */
  private static double logService(TimedWork run) {
    double seconds = run.seconds();
    return seconds > 0
        ? Math.log(run.service() / seconds) + Math.log(seconds + HALF_MILLISECOND)
        : Math.log(HALF_MILLISECOND);
  }

  /** Mean distance from the median; sorts. */
  private static double meanDeviation(double[] values) {
    Arrays.sort(values);
    double median = values[values.length / 2];
    double sum = 0;
    for (double value : values) {
      sum += Math.abs(value - median);
    }
    return sum / values.length;
  }

  private static double square(double deviations) {
    return deviations * deviations / 2;
  }
}
